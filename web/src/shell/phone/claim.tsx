/** 添加卡券: the claim page of wx.addCard. */
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { useDialog } from '../lib/dialog.ts'
import { Back, Tick, Warning } from '../lib/icons.tsx'
import { useText } from '../texts.ts'
import type { Sheet } from '../wire.ts'
import type { SheetProps } from './sheet-props.ts'
import { Ticket } from './ticket.tsx'

type ClaimSheet = Extract<Sheet, { kind: 'addCard' }>

/** `asking` the user; `busy` with the answer; `done`: the tick is shown; `over`: on the way out. */
type Stage = 'asking' | 'busy' | 'done' | 'over'

const TICK_SHOWN = 600

export function ClaimPage({ sheet, leaving, ended }: SheetProps<ClaimSheet>) {
  const session = useSession()
  const say = useText()
  const [stage, setStage] = useState<Stage>('asking')
  const cancel = () => {
    if (stage === 'asking') void session.answer(sheet, { action: 'cancel' })
  }
  const ref = useDialog<HTMLDivElement>(cancel)
  const { cards } = sheet.content
  const claim = async () => {
    const after = session.journal.value.at(-1)?.seq ?? 0
    setStage('busy')
    const accepted = await session.answer(sheet, { action: 'confirm' })
    if (!accepted) return setStage('asking')
    setStage((await session.outcomeOf('wx.addCard', sheet.app, after)) ? 'done' : 'over')
  }
  useEffect(() => {
    if (stage !== 'done') return
    const id = setTimeout(() => setStage('over'), TICK_SHOWN)
    return () => clearTimeout(id)
  }, [stage])
  const out = leaving && (stage === 'asking' || stage === 'over')
  useEffect(() => {
    session.claiming.set(!out)
    return () => session.claiming.set(false)
  }, [session, out])
  return (
    <div class={`native claim rising-page ${out ? 'leaving' : ''}`} role="dialog" aria-modal="true" tabIndex={-1} ref={ref}
      aria-label={say('ui.claim.title')} data-testid="sheet-addCard" onAnimationEnd={ended}>
      <header class="native-bar">
        <button type="button" class="bar-button" aria-label={say('ui.back')} data-testid="sheet-back" onClick={cancel}>
          <Back />
        </button>
        <h1>{say('ui.claim.title')}</h1>
      </header>
      <div class="native-body">
        {cards.length === 0 && <p class="empty">{say('ui.claim.none')}</p>}
        {cards.map((card, place) => (
          <Ticket key={place} face={card} count={card.count}>
            {card.reason && cards.length > 1 && (
              <span class="ticket-reason"><Warning size={16} />{say.of(card.reason.button)}</span>
            )}
          </Ticket>
        ))}
      </div>
      <ClaimFoot sheet={sheet} busy={stage !== 'asking'} claim={() => void claim()} />
      {stage === 'done' && (
        <div class="claimed" role="status">
          <span class="claimed-box"><Tick size={48} />{say('ui.claim.done')}</span>
        </div>
      )}
    </div>
  )
}

function ClaimFoot({ sheet, busy, claim }: { sheet: ClaimSheet; busy: boolean; claim(): void }) {
  const say = useText()
  const { cards, claimable } = sheet.content
  const reason = claimable ? null : cards.find((card) => card.reason)?.reason
  return (
    <footer class="claim-foot">
      <button type="button" class="button primary wide" data-first={claimable} data-testid="claim-button"
        disabled={!claimable} aria-disabled={busy} onClick={() => !busy && claim()}>
        {reason ? say.of(reason.button) : say('ui.claim.button')}
      </button>
    </footer>
  )
}
