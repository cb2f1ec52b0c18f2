/** Things that go wrong at WeChat's or the merchant's, to order. */
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Close } from '../lib/icons.tsx'
import { useText } from '../texts.ts'
import type { Says } from '../wire.ts'
import { Section } from './fields.tsx'

interface Fault { id: string; says: Says; lasting: boolean; on: boolean }

export function Faults() {
  const session = useSession()
  const say = useText()
  const [faults, setFaults] = useState<Fault[]>([])
  const [chosen, setChosen] = useState('')
  const load = () => session.admin.get<{ faults: Fault[] }>('faults').then(({ faults }) => setFaults(faults), session.complain)
  useEffect(() => void load(), [])
  const set = async (fault: string, on: boolean) => {
    if (await session.change('POST', 'faults', { fault, on })) await load()
    setChosen('')
  }
  const lasting = faults.filter(({ on }) => on)
  return (
    <Section title={say('ui.fault.title')}>
      <form class="sentence" onSubmit={(event) => { event.preventDefault(); void set(chosen, true) }}>
        <select aria-label={say('ui.fault.title')} value={chosen} data-testid="fault-choice"
          onChange={(event) => setChosen(event.currentTarget.value)}>
          <option value="">{say('ui.fault.none')}</option>
          {faults.filter(({ on }) => !on).map(({ id, says }) => <option key={id} value={id}>{say.of(says)}</option>)}
        </select>
        <button type="submit" class="do" disabled={!chosen} data-testid="fault-order">{say('ui.rule.order')}</button>
      </form>
      {lasting.length > 0 && (
        <ul class="rules" aria-label={say('ui.fault.lasting')}>
          {lasting.map(({ id, says }) => (
            <li key={id} data-testid="fault">
              <span>{say.of(says)}</span>
              <button type="button" class="icon-button" aria-label={`${say('ui.fault.lift')}: ${say.of(says)}`}
                onClick={() => void set(id, false)}>
                <Close size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
