/** One row: a sentence on its lane, its cause, and on demand its JSON. */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Again, Chevron, Wrench } from '../lib/icons.tsx'
import { lasting, precise } from '../lib/time.ts'
import { useText, type TextId } from '../texts.ts'
import type { Entry } from '../wire.ts'
import { CopyButton } from './copy-button.tsx'
import { LANES, markOf } from './filter.ts'
import { Json } from './json.tsx'

/** Sends an event of the merchant's once more. */
function ResendButton({ event }: { event: string }) {
  const session = useSession()
  const say = useText()
  return (
    <button type="button" class="quiet copy" data-testid="resend"
      onClick={() => void session.change('POST', `events/${event}/resend`, {})}>
      <Again size={15} />{say('ui.entry.resend')}
    </button>
  )
}

export function EntryRow({ entry, began }: { entry: Entry; began: number | undefined }) {
  const say = useText()
  const [open, setOpen] = useState(false)
  const mark = markOf(entry)
  const took = began === undefined ? '' : lasting(entry.at - began)
  const lane = say(`ui.lane.${entry.lane}` as TextId)
  return (
    <article class={`row ${entry.lane} ${mark} ${open ? 'open' : ''}`} data-testid="journal-row" data-kind={entry.kind}
      data-seq={entry.seq} data-ok={entry.ok}>
      <button type="button" class="row-line" aria-expanded={open} onClick={() => setOpen(!open)}>
        <time class="row-time">{precise(entry.at)}</time>
        <span class="gutter" role="img" aria-label={lane}>
          {LANES.map((one) => <span key={one} class={`track ${one}`}>{one === entry.lane && <i class="node" />}</span>)}
        </span>
        <span class="row-says">
          <span class="row-first">
            <span class="row-sentence">{say.of(entry.says)}</span>
            {took && <span class="row-took">{took}</span>}
          </span>
          {entry.cause && (
            <span class="row-cause">
              <span class={`mark-shape ${mark}`} role="img" aria-label={say(`ui.mark.${mark}` as TextId)} />
              {say.of(entry.cause.says)}
            </span>
          )}
          {entry.cause && say.of(entry.cause.fix) && (
            <span class="row-fix"><Wrench size={14} />{say.of(entry.cause.fix)}</span>
          )}
        </span>
        <span class="row-arrow"><Chevron size={14} /></span>
      </button>
      {open && <Details entry={entry} />}
    </article>
  )
}

function Details({ entry }: { entry: Entry }) {
  const say = useText()
  const facts = [
    { name: say('ui.entry.number'), value: `#${entry.seq}` },
    { name: say('ui.entry.kind'), value: entry.kind },
    ...(entry.of === null ? [] : [{ name: say('ui.entry.of'), value: `#${entry.of}` }]),
    ...(entry.app ? [{ name: say('ui.entry.app'), value: entry.app }] : []),
    ...(entry.instance ? [{ name: say('ui.entry.instance'), value: entry.instance }] : []),
    ...(entry.cause ? [{ name: say('ui.entry.cause'), value: entry.cause.id }] : []),
  ]
  return (
    <div class="details">
      <dl class="facts">
        {facts.map(({ name, value }) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      <div class="json-box">
        {entry.kind.startsWith('event.') && <ResendButton event={String(entry.detail.id)} />}
        <CopyButton text={() => JSON.stringify(entry, null, 2)} />
        <Json value={entry.detail} />
      </div>
    </div>
  )
}
