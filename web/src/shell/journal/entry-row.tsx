/** One row: a sentence on its lane, its cause, and on demand its JSON. */
import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Again, Chevron, Wrench } from '../lib/icons.tsx'
import { lasting, precise } from '../lib/time.ts'
import { useText, type TextId } from '../texts.ts'
import type { Entry, Lane } from '../wire.ts'
import { CopyButton } from './copy-button.tsx'
import { LANES, markOf } from './filter.ts'
import { toldOf } from './fold.ts'
import { Json } from './json.tsx'
import { addressOf, keepInAddress, WantedRow } from './permalink.ts'

/** Sends an event of the merchant's once more. */
function ResendButton({ event }: { event: string }) {
  const session = useSession()
  const say = useText()
  return (
    <button type="button" class="quiet resend" data-testid="resend"
      onClick={() => void session.change('POST', `events/${event}/resend`, {})}>
      <Again size={15} />{say('ui.entry.resend')}
    </button>
  )
}

/** On which lanes something happened. */
export function Gutter({ lanes }: { lanes: Lane[] }) {
  const say = useText()
  const name = [...new Set(lanes)].map((lane) => say(`ui.lane.${lane}` as TextId)).join(', ')
  return (
    <span class="gutter" role="img" aria-label={name}>
      {LANES.map((one) => <span key={one} class={`track ${one}`}>{lanes.includes(one) && <i class="node" />}</span>)}
    </span>
  )
}

export function EntryRow({ entry, began }: { entry: Entry; began: number | undefined }) {
  const say = useText()
  const wanted = useContext(WantedRow) === entry.seq
  const [open, setOpen] = useState(wanted)
  const ref = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    if (!wanted) return
    setOpen(true)
    ref.current?.scrollIntoView({ block: 'center' })
    ref.current?.querySelector('button')?.focus({ preventScroll: true })
  }, [wanted])
  // What was unfolded at the journal's foot would stay out of sight.
  useLayoutEffect(() => {
    if (open && !wanted) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [open])
  const turn = () => {
    keepInAddress(open ? null : entry.seq)
    setOpen(!open)
  }
  const mark = markOf(entry)
  const took = began === undefined ? '' : lasting(entry.at - began)
  const told = entry.lane === 'app' && entry.phase === 'event' ? toldOf(entry) : ''
  return (
    <article class={`row ${entry.lane} ${mark} ${open ? 'open' : ''}`} data-testid="journal-row" data-kind={entry.kind}
      data-seq={entry.seq} data-ok={entry.ok} ref={ref}>
      <button type="button" class="row-line" aria-expanded={open} onClick={turn}>
        <time class="row-time">{precise(entry.at)}</time>
        <Gutter lanes={[entry.lane]} />
        <span class="row-says">
          <span class="row-first">
            <span class="row-sentence">{say.of(entry.says)}</span>
            {told && <code class={`row-told ${told.includes(':fail') ? 'failed' : ''}`}>{told}</code>}
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
      <div class="details-head">
        <dl class="facts">
          {facts.map(({ name, value }) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
        </dl>
        <CopyButton text={() => addressOf(entry.seq)} label={say('ui.entry.link')} name="link" />
      </div>
      {entry.kind.startsWith('event.') && <ResendButton event={String(entry.detail.id)} />}
      <div class="json-box">
        <CopyButton name="copy" text={() => JSON.stringify(entry, null, 2)} />
        <Json value={entry.detail} />
      </div>
    </div>
  )
}
