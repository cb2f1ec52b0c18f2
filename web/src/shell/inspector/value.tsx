/** One value of a data tree: folded open, and changed where it stands. */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Chevron } from '../lib/icons.tsx'
import { both, useText } from '../texts.ts'

interface Props {
  name: string
  /** As `setData` wants it, such as `list[0].title`. */
  path: string
  value: unknown
  set(path: string, value: unknown): void
}

const MOST = 200

export function Value({ name, path, value, set }: Props) {
  const say = useText()
  const [open, setOpen] = useState(false)
  const inner = typeof value === 'object' && value !== null
  const entries = inner && open ? Object.entries(value) : []
  return (
    <div class="value">
      <div class="value-row">
        {inner ? (
          <button type="button" class={`tree-arrow ${open ? 'open' : ''}`} aria-expanded={open} aria-label={name} onClick={() => setOpen(!open)}>
            <Chevron size={12} />
          </button>
        ) : <span class="tree-arrow" />}
        <span class="value-name">{name}</span>
        <Editable name={name} value={value} short={inner ? summary(value) : undefined} set={(to) => set(path, to)} />
      </div>
      {inner && open && (
        <div class="value-inner">
          {entries.slice(0, MOST).map(([key, one]) => (
            <Value key={key} name={key} path={Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`} value={one} set={set} />
          ))}
          {entries.length > MOST && <p class="inspect-none">{say('ui.inspect.more', { count: entries.length - MOST })}</p>}
        </div>
      )}
    </div>
  )
}

/** How many are inside, and the first of them. */
function summary(value: object): string {
  const text = JSON.stringify(value)
  return Array.isArray(value) ? `[${value.length}] ${text.slice(0, 80)}` : text.slice(0, 80)
}

interface EditableProps { name: string; value: unknown; short?: string | undefined; set(value: unknown): void }

/** A text is typed as it is, anything else as JSON; Enter takes it, Escape leaves it. */
export function Editable({ name, value, short, set }: EditableProps) {
  const session = useSession()
  const say = useText()
  const [typed, setTyped] = useState<string | null>(null)
  const shown = short ?? (JSON.stringify(value) ?? 'undefined')
  const take = () => {
    if (typed === null) return
    try {
      set(typeof value === 'string' ? typed : JSON.parse(typed))
      setTyped(null)
    } catch {
      session.refuse(both('ui.inspect.not-json'))
    }
  }
  if (typed === null) {
    return (
      <button type="button" class={`value-shown ${kindOf(value)}`} title={say('ui.inspect.edit')} aria-label={`${name}: ${shown}`}
        onClick={() => setTyped(typeof value === 'string' ? value : JSON.stringify(value) ?? '')}>{shown}</button>
    )
  }
  return (
    <textarea autoFocus class="value-field" aria-label={name} rows={Math.min(8, typed.split('\n').length)} value={typed} spellcheck={false}
      onInput={(event) => setTyped(event.currentTarget.value)} onBlur={() => setTyped(null)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.shiftKey) {
          event.preventDefault()
          take()
        } else if (event.key === 'Escape') {
          event.stopPropagation()
          setTyped(null)
        }
      }} />
  )
}

function kindOf(value: unknown): string {
  return typeof value === 'string' ? 'json-text' : typeof value === 'number' ? 'json-number' : typeof value === 'object' && value ? 'json-plain' : 'json-word'
}
