/** Behind the scenes: what app, WeChat and merchant did, on one line of time with a handle. */
import { useState } from 'preact/hooks'
import { useStore, type Store } from '../shell/store.ts'
import { useText } from '../shell/texts.ts'
import type { Entry, Lane } from '../shell/wire.ts'
import type { Show } from './show.ts'

const LANES: Lane[] = ['app', 'wechat', 'merchant']

interface Props { show: Show; seq: Store<number>; entries: () => readonly Entry[] }

export function Lanes({ show, seq, entries }: Props) {
  const say = useText()
  const stand = useStore(show.stand)
  const mode = useStore(show.mode)
  const number = useStore(show.number)
  const now = useStore(seq)
  const rehearsal = useStore(show.rehearsals).get(number)
  const [dragged, setDragged] = useState<number | null>(null)
  const live = mode === 'free' || !rehearsal?.marks.length
  const marks = (live ? stand?.marks : rehearsal.marks) ?? []
  // How the phone came up is no part of the story.
  const rows = (live ? entries() : rehearsal.entries).filter((row) => row.seq > (marks[0] ?? 0))
  const place = (row: number) => (rows.length ? (rows.filter((one) => one.seq <= row).length / rows.length) * 100 : 0)
  const at = dragged ?? place(live ? now : Math.max(now, marks[show.at] ?? 0))
  const beat = nearest(marks.map(place), at)
  const drop = (where: number) => {
    setDragged(null)
    void show.to(nearest(marks.map(place), where))
  }
  const act = show.act
  return (
    <section class="lanes" aria-label={say('ui.play.details')}>
      <div class="lanes-track">
        {LANES.map((lane) => (
          <div key={lane} class={`lane ${lane}`}>
            <span class="lane-name">{say(`ui.play.lane.${lane}`)}</span>
            <span class="lane-line">
              {rows.map((row, index) => row.lane === lane && (
                <i key={row.seq} class={`node ${row.seq <= now ? 'past' : ''} ${row.ok ? '' : 'problem'}`} title={say.of(row.says)}
                  style={{ left: `${((index + 1) / rows.length) * 100}%` }} />
              ))}
            </span>
          </div>
        ))}
        <div class="lane-line marks">{marks.map((mark, index) => <i key={index} class="mark-line" style={{ left: `${place(mark)}%` }} />)}</div>
        <input type="range" min="0" max="100" step="any" value={at} aria-label={say('ui.play.time')} data-testid="time"
          aria-valuetext={say.of(act?.beats[beat] ?? act?.says)} onInput={(event) => setDragged(event.currentTarget.valueAsNumber)}
          onChange={(event) => drop(event.currentTarget.valueAsNumber)} onKeyDown={(event) => stepped(event, show)} />
      </div>
      {dragged !== null && <p class="drag-note">{say.of(act?.beats[beat] ?? act?.says)}</p>}
      <Rows rows={rows.filter((row) => row.seq <= now).slice(-ROWS)} faults={stand?.faults ?? []} />
    </section>
  )
}

/** So many of the last rows are shown. */
const ROWS = 6

function Rows({ rows, faults }: { rows: readonly Entry[]; faults: string[] }) {
  const say = useText()
  return (
    <ol class="rows" data-testid="rows" tabIndex={0}>
      {faults.map((fault) => <li key={fault} class="fault"><pre>{fault}</pre></li>)}
      {rows.toReversed().map((row) => (
        <li key={row.seq} class={row.lane}>
          <details>
            <summary><span class="row-lane">{say(`ui.play.lane.${row.lane}`)}</span>{say.of(row.says)}</summary>
            {row.cause && <p>{say.of(row.cause.says)} {say.of(row.cause.fix)}</p>}
            <pre>{JSON.stringify(row.detail, null, 2)}</pre>
          </details>
        </li>
      ))}
    </ol>
  )
}

function nearest(places: number[], at: number): number {
  let best = 0
  places.forEach((place, index) => {
    if (Math.abs(place - at) < Math.abs((places[best] ?? 0) - at)) best = index
  })
  return best
}

/** The handle goes from beat to beat by the keys. */
function stepped(event: KeyboardEvent, show: Show): void {
  const by = ['ArrowRight', 'ArrowUp'].includes(event.key) ? 1 : ['ArrowLeft', 'ArrowDown'].includes(event.key) ? -1 : 0
  if (!by) return
  event.preventDefault()
  void show.to(show.at + by)
}
