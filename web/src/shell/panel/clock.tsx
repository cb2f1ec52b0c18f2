/** The world's clock. */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Pause, Play } from '../lib/icons.tsx'
import { dayAndTime, fromField, toField } from '../lib/time.ts'
import { useWorldTime } from '../phone/status-bar.tsx'
import { useText } from '../texts.ts'
import { Section } from './fields.tsx'

const MINUTE = 60_000
const STEPS = [
  { id: 'ui.clock.minute', ms: MINUTE },
  { id: 'ui.clock.hour', ms: 60 * MINUTE },
  { id: 'ui.clock.day', ms: 24 * 60 * MINUTE },
] as const

export function ClockControls({ frozen }: { frozen: boolean }) {
  const session = useSession()
  const say = useText()
  const now = useWorldTime()
  const [wanted, setWanted] = useState<string | null>(null)
  const set = (event: Event) => {
    event.preventDefault()
    const at = fromField(wanted ?? '')
    if (Number.isFinite(at)) void session.change('PATCH', 'clock', { now: at }).then(() => setWanted(null))
  }
  return (
    <Section title={say('ui.clock.title')}>
      <div class="clock">
        <output class="clock-face" aria-label={say('ui.clock.now')} data-testid="world-clock">{dayAndTime(now)}</output>
        <button type="button" class="quiet" aria-pressed={frozen} data-testid="clock-freeze"
          onClick={() => void session.change('PATCH', 'clock', { frozen: !frozen })}>
          {frozen ? <Play size={16} /> : <Pause size={16} />}{say(frozen ? 'ui.clock.run' : 'ui.clock.freeze')}
        </button>
      </div>
      <div class="buttons">
        {STEPS.map(({ id, ms }) => (
          <button key={id} type="button" class="quiet" onClick={() => void session.change('POST', 'clock/advance', { ms })}>
            {say(id)}
          </button>
        ))}
        {wanted === null && (
          <button type="button" class="quiet" onClick={() => setWanted(toField(now))}>{say('ui.clock.set')}</button>
        )}
      </div>
      {wanted !== null && (
        <form class="clock-set" onSubmit={set}>
          <input type="datetime-local" step="1" value={wanted} aria-label={say('ui.clock.set')}
            onInput={(event) => setWanted(event.currentTarget.value)} />
          <button type="submit" class="do">{say('ui.clock.do-set')}</button>
          <button type="button" class="quiet" onClick={() => setWanted(null)}>{say('ui.cancel')}</button>
        </form>
      )}
    </Section>
  )
}
