/** Clicking becomes a scenario file. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { CopyButton } from '../journal/copy-button.tsx'
import { saveFile } from '../lib/save.ts'
import { tellLastSight } from '../recorded.ts'
import { useText, type TextId } from '../texts.ts'
import { Section } from './fields.tsx'

/** `ok` is null where the command tells how it went. */
interface Recorded { name: string; scenario: string; steps: number; lost: string[]; ok: boolean | null; faults: string[] }

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
    await tellLastSight(session)
    const made = await session.admin.send<Recorded>('POST', 'recording', { on: false })
    if (by === 'page') saveFile(made.name, 'application/yaml', made.scenario)
    setDone(made)
    // The command has all it needs, and its server goes.
    if (made.ok === null) session.link.end()
  }
  const seal = () => session.admin.blob('/_wxemu/recording/sealed').then(
    (blob) => saveFile('recorded.html', 'text/html', blob), (error: Error) => session.complain(error))
  const press = () => (by ? void stop().catch((error: Error) => session.complain(error)) : start())
  if (done?.ok === null) return <Section title={say('ui.record.title')}><HandedOver done={done} /></Section>
  return (
    <Section title={say('ui.record.title')}>
      <p class="film-hint">{say(by ? 'ui.record.running' : told(done), { file: done?.name ?? '' })}</p>
      {done?.faults.map((one) => <pre key={one} class="record-fault">{one}</pre>)}
      {done && <Lost what={done.lost} />}
      {done && (
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
  return done.ok ? 'ui.record.saved' : 'ui.record.failed'
}

/** The command's terminal has the last word; here stands where the file is and what is done with it. */
function HandedOver({ done: { name, steps, lost } }: { done: Recorded }) {
  const say = useText()
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [])
  if (steps === 0) return <p class="film-hint" role="status">{say('ui.record.nothing')}</p>
  return (
    <div ref={end} role="status" data-testid="recorded">
      <p class="film-hint">{say('ui.record.command', { count: steps })}</p>
      <p class="record-file">{name}</p>
      <Lost what={lost} />
      <p class="film-hint">{say('ui.record.next')}</p>
      {['test', 'play'].map((what) => <Command key={what} text={`wxemu ${what} ${quoted(name)}`} />)}
    </div>
  )
}

function Command({ text }: { text: string }) {
  return <div class="command"><code>{text}</code><CopyButton text={() => text} name="tight" /></div>
}

/** As a shell of any kind takes it. */
const quoted = (path: string) => (/^[\w./:\\-]+$/.test(path) ? path : `"${path}"`)

function Lost({ what }: { what: string[] }) {
  const say = useText()
  return <>{[...new Set(what)].map((one) => <p key={one} class="film-hint">{say('ui.record.lost', { what: one })}</p>)}</>
}
