/** The wallet's door, and the way back to the start. */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Again, Person, Wallet } from '../lib/icons.tsx'
import { useText } from '../texts.ts'
import type { PhoneState } from '../wire.ts'
import { Section } from './fields.tsx'

export function WorldControls({ phone }: { phone: PhoneState }) {
  const session = useSession()
  const say = useText()
  const [asking, setAsking] = useState(false)
  const inWallet = phone.screens.at(-1)?.kind === 'wallet'
  const reset = () => {
    setAsking(false)
    void session.change('POST', 'reset', {})
  }
  return (
    <Section title={say('ui.world.title')}>
      {asking ? (
        <div class="ask" role="alertdialog" aria-label={say('ui.world.reset')} onKeyDown={(event) => event.key === 'Escape' && setAsking(false)}>
          <p>{say('ui.world.reset-ask')}</p>
          <div class="buttons">
            <button type="button" class="do danger" autoFocus data-testid="reset-confirm" onClick={reset}>{say('ui.world.reset-do')}</button>
            <button type="button" class="quiet" onClick={() => setAsking(false)}>{say('ui.cancel')}</button>
          </div>
        </div>
      ) : (
        <div class="buttons">
          <button type="button" class="quiet" disabled={inWallet} data-testid="panel-wallet" onClick={() => void session.act('Phone.openWallet')}>
            <Wallet size={16} />{say('ui.world.wallet')}
          </button>
          <button type="button" class="quiet" data-testid="other-phone" onClick={() => void session.openOther()}>
            <Person size={16} />{say('ui.world.other-phone')}
          </button>
          <button type="button" class="quiet" data-testid="reset" onClick={() => setAsking(true)}>
            <Again size={16} />{say('ui.world.reset')}
          </button>
        </div>
      )}
    </Section>
  )
}
