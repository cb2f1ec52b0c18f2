/** Equal calls that followed one another: one row with their number, which opens to all of them. */
import { useContext, useState } from 'preact/hooks'
import { Chevron } from '../lib/icons.tsx'
import { lasting, precise } from '../lib/time.ts'
import { useText } from '../texts.ts'
import type { Entry } from '../wire.ts'
import { EntryRow, Gutter } from './entry-row.tsx'
import { WantedRow } from './permalink.ts'
import { beganOf, type Starts } from './starts.ts'

interface Props { rows: Entry[]; calls: number; starts: Starts }

export function Repeated({ rows, calls, starts }: Props) {
  const say = useText()
  const wanted = useContext(WantedRow)
  const [open, setOpen] = useState(false)
  const [last, setLast] = useState<number | null>(null)
  if (wanted !== last) {
    setLast(wanted)
    if (rows.some(({ seq }) => seq === wanted)) setOpen(true)
  }
  const first = rows[0]!
  return (
    <div class={`repeated ${open ? 'open' : ''}`}>
      <article class={`row ${first.lane} start`} data-testid="journal-fold" data-kind={first.kind} data-calls={calls}>
        <button type="button" class="row-line" aria-expanded={open} onClick={() => setOpen(!open)}>
          <time class="row-time">{precise(first.at)}</time>
          <Gutter lanes={[first.lane, rows.at(-1)!.lane]} />
          <span class="row-says">
            <span class="row-first">
              <span class="row-sentence">{say.of(first.says)}</span>
              <span class="row-times" aria-label={say('ui.journal.times', { count: calls })}>×{calls}</span>
              <span class="row-took">{lasting(rows.at(-1)!.at - first.at)}</span>
            </span>
          </span>
          <span class="row-arrow"><Chevron size={14} /></span>
        </button>
      </article>
      {open && rows.map((entry) => <EntryRow key={entry.seq} entry={entry} began={beganOf(entry, starts)} />)}
    </div>
  )
}
