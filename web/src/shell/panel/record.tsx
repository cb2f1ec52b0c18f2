/** Clicking becomes a scenario file. */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { saveFile } from '../lib/save.ts'
import { tellSight } from '../recorded.ts'
import { useText, type TextId } from '../texts.ts'
import { Section } from './fields.tsx'

/** `ok` is null where the command tells how it went. */
interface Recorded { name: string; scenario: string; lost: string[]; ok: boolean | null; faults: string[] }

/** `by`: who records, `command` for `wxemu record`, `page` for this button; empty while nobody does. */
export function RecordControls({ by }: { by: string }) {
  const session = useSession()
  const say = useText()
  const [done, setDone] = useState<Recorded | null>(null)
  const start = () => {
    setDone(null)
    void session.change('POST', 'recording', { on: true })
  }
  const stop = async () => {
    await tellSight(session, '')
    const made = await session.admin.send<Recorded>('POST', 'recording', { on: false })
    if (by === 'page') saveFile(made.name, 'application/yaml', made.scenario)
    setDone(made)
  }
  const seal = () => session.admin.blob('/_wxemu/recording/sealed').then(
    (blob) => saveFile('recorded.html', 'text/html', blob), (error: Error) => session.complain(error))
  const press = () => (by ? void stop().catch((error: Error) => session.complain(error)) : start())
  return (
    <Section title={say('ui.record.title')}>
      <p class="film-hint">{say(by ? 'ui.record.running' : told(done), { file: done?.name ?? '' })}</p>
      {done?.faults.map((one) => <pre key={one} class="record-fault">{one}</pre>)}
      {done?.lost.map((one) => <p key={one} class="film-hint">{say('ui.record.lost', { what: one })}</p>)}
      {done?.ok !== null && done && (
        <button type="button" class="quiet" data-testid="record-html" onClick={() => void seal()}>{say('ui.record.html')}</button>
      )}
      <button type="button" class={by ? 'do' : 'quiet'} data-testid="record" onClick={press}>
        <span class={`film-dot ${by ? 'on' : ''}`} />{say(by ? 'ui.record.save' : 'ui.record.start')}
      </button>
    </Section>
  )
}

function told(done: Recorded | null): TextId {
  if (!done) return 'ui.record.hint'
  if (done.ok === null) return 'ui.record.command'
  return done.ok ? 'ui.record.saved' : 'ui.record.failed'
}
