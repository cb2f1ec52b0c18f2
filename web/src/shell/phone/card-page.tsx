/** The face of one or several cards of the wallet: what the user shows at the till. */
import { useMemo, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { pictureOf, shownBy } from '../lib/barcode.ts'
import { darkEnough } from '../lib/colour.ts'
import { inFours } from '../lib/groups.ts'
import { Down, Warning } from '../lib/icons.tsx'
import { Picture } from '../lib/picture.tsx'
import { useText } from '../texts.ts'
import type { Face } from '../wire.ts'
import { MemberCard, MemberCounts } from './member-card.tsx'
import { NativePage } from './native-page.tsx'
import { isUsable, useStatusName } from './ticket.tsx'

export function CardPage({ cards, index }: { cards: Face[]; index: number }) {
  const say = useText()
  const [shown, setShown] = useState(index)
  const face = cards[Math.min(shown, cards.length - 1)]
  const ground = face && !face.member ? darkEnough(face.color) : undefined
  return (
    <NativePage title={face?.member ? say('ui.member.card') : say('ui.card.title')} ground={ground}>
      {face ? <CardFace key={face.code} face={face} /> : <p class="empty">{say('ui.card.gone')}</p>}
      {cards.length > 1 && (
        <div class="card-dots" role="group" aria-label={say('ui.card.several', { count: cards.length })}>
          {cards.map((card, place) => (
            <button key={card.code} type="button" aria-label={say('ui.card.number', { number: place + 1 })}
              aria-current={place === shown} onClick={() => setShown(place)} />
          ))}
        </div>
      )}
    </NativePage>
  )
}

function CardFace({ face }: { face: Face }) {
  return face.member ? <MemberFace face={face} /> : <CouponFace face={face} />
}

function CouponFace({ face }: { face: Face }) {
  const say = useText()
  return (
    <>
      <article class="face">
        <div class="face-head">
          <Picture url={face.logoUrl} name={face.brandName} color={face.color} class="round face-logo" />
          <span class="face-brand">{face.brandName}</span>
          <h2>{face.title}</h2>
          {face.subTitle && <p class="face-sub">{face.subTitle}</p>}
          <p class="face-validity">{say.of(face.validity)}</p>
        </div>
        <div class="face-code"><CodeBox face={face} /></div>
      </article>
      <Cells face={face} />
    </>
  )
}

function MemberFace({ face }: { face: Face }) {
  const say = useText()
  const session = useSession()
  const { member } = face
  const activate = () => void session.act('Phone.activateCard', { code: face.code, cardId: face.cardId })
  return (
    <>
      <MemberCard face={face} />
      {member && <MemberCounts member={member} />}
      {member?.active === false && (
        <div class="member-hint">
          <Warning size={20} /><p>{say('ui.member.activate-hint')}</p>
          <button type="button" class="member-activate" data-testid="card-activate" onClick={activate}>
            {say('ui.member.activate')}
          </button>
        </div>
      )}
      {member?.active && <div class="cells face-code"><CodeBox face={face} /></div>}
      <Cells face={face} />
    </>
  )
}

function CodeBox({ face }: { face: Face }) {
  const say = useText()
  const status = useStatusName(face)
  const { symbol, digits } = shownBy(face.codeType)
  const { code } = face
  const picture = useMemo(() => (code && symbol !== 'none' ? pictureOf(symbol, code) : ''), [code, symbol])
  if (status) return <p class="code-dead">{status}</p>
  if (!code) return null
  return (
    <>
      {picture && <img class={`code-picture ${symbol}`} src={picture} alt={say('ui.card.code', { code })} />}
      {digits && <p class="code-digits" data-testid="card-code">{inFours(code)}</p>}
      <p class="code-notice">{face.notice || say('ui.card.notice')}</p>
    </>
  )
}

function Cells({ face }: { face: Face }) {
  const session = useSession()
  const say = useText()
  const act = (method: string) => void session.act(method, { code: face.code, cardId: face.cardId })
  return (
    <>
    <div class="cells">
      <details class="cell-more-text" open={Boolean(face.member && face.description)}>
        <summary class="cell">
          <span class="cell-label">{say(face.member ? 'ui.card.privilege' : 'ui.card.details')}</span>
          <span class="cell-more"><Down size={18} /></span>
        </summary>
        <p>{face.description || say('ui.card.no-details')}</p>
      </details>
      {face.member && (
        <div class="cell">
          <span class="cell-label">{say('ui.card.validity')}</span>
          <span class="cell-value">{say.of(face.validity)}</span>
        </div>
      )}
      <div class="cell">
        <span class="cell-label">{say('ui.card.stores')}</span>
        <span class="cell-value">{say('ui.card.ask-merchant')}</span>
      </div>
      <button type="button" class="cell" data-testid="card-account" onClick={() => act('Phone.enterSession')}>
        <span class="cell-label">{say('ui.card.account')}</span>
        <span class="cell-value">{face.brandName}</span>
      </button>
    </div>
    {face.code && (
      <div class="cells">
        {!face.member && isUsable(face) && (
          <button type="button" class="cell" data-testid="card-give" onClick={() => act('Phone.giveCard')}>
            <span class="cell-label">{say('ui.card.give')}</span>
          </button>
        )}
        <button type="button" class="cell danger" data-testid="card-delete" onClick={() => act('Phone.deleteCard')}>
          <span class="cell-label">{say('ui.card.delete')}</span>
        </button>
      </div>
    )}
    </>
  )
}
