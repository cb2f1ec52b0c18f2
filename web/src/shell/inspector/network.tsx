/** Every request of the mini-programs: what was asked, what came back, how long it took. */
import { useMemo, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Json } from '../journal/json.tsx'
import { Chevron } from '../lib/icons.tsx'
import { lasting, precise } from '../lib/time.ts'
import { useStore } from '../store.ts'
import { useText, type TextId } from '../texts.ts'
import { Nothing } from './nothing.tsx'
import { exchanges, type Exchange } from './requests.ts'

export function NetworkInspector() {
  const say = useText()
  const journal = useStore(useSession().journal)
  const rows = useMemo(() => exchanges(journal), [journal])
  if (rows.length === 0) return <Nothing text={say('ui.inspect.no-requests')} />
  return (
    <div class="requests" data-testid="requests">
      {rows.map((row) => <Request key={row.seq} row={row} />)}
    </div>
  )
}

function Request({ row }: { row: Exchange }) {
  const say = useText()
  const [open, setOpen] = useState(false)
  const { ended } = row
  const bad = ended !== null && (!ended.ok || Number(ended.status) >= 400)
  return (
    <article class={`request ${open ? 'open' : ''} ${bad ? 'bad' : ''}`} data-testid="request">
      <button type="button" class="request-line" aria-expanded={open} onClick={() => setOpen(!open)}>
        <time class="row-time">{precise(row.at)}</time>
        <span class="request-method">{row.name === 'request' ? row.method : row.name}</span>
        <span class="request-url" title={row.url}>{row.url.replace(/^https?:\/\//, '')}</span>
        <span class="request-status">{ended ? ended.status : say('ui.inspect.waiting')}</span>
        <span class="row-took">{ended ? lasting(ended.at - row.at) : ''}</span>
        <span class="row-arrow"><Chevron size={14} /></span>
      </button>
      {open && (
        <div class="request-parts">
          <Part id="ui.inspect.asked" value={row.given.header} body={row.given.body} />
          {ended && <Part id="ui.inspect.answered" value={ended.result.header} body={ended.result.body ?? (ended.ok ? '' : ended.status)} />}
        </div>
      )}
    </article>
  )
}

/** Headers and body of one side. */
function Part({ id, value, body }: { id: TextId; value: unknown; body: unknown }) {
  const say = useText()
  const headers = Object.entries((value ?? {}) as Record<string, unknown>)
  return (
    <section class="request-part">
      <h3>{say(id)}</h3>
      {headers.length > 0 && (
        <dl class="request-headers">{headers.map(([name, one]) => <div key={name}><dt>{name}</dt><dd>{String(one)}</dd></div>)}</dl>
      )}
      {body ? <div class="json-box"><Json value={parsed(body)} /></div> : <p class="inspect-none">{say('ui.inspect.no-body')}</p>}
    </section>
  )
}

/** A body that is JSON is shown as such. */
function parsed(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : body
  } catch {
    return body
  }
}
