/** What happened: one time line, three lanes. */
import type { TargetedKeyboardEvent } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Down, Search, Up } from '../lib/icons.tsx'
import { useStore } from '../store.ts'
import { useText, type TextId } from '../texts.ts'
import type { Entry, Lane } from '../wire.ts'
import { Block } from './block.tsx'
import { EVERYTHING, inBlocks, LANES, matches, type Filter } from './filter.ts'
import { useWantedRow, WantedRow } from './permalink.ts'
import { addStarts, type Starts } from './starts.ts'
import { BLOCK, useTail } from './tail.ts'

/** This near to the end counts as at the end, in pixels. */
const NEAR = 40

export function Journal() {
  const all = useStore(useSession().journal)
  const say = useText()
  const [filter, setFilter] = useState<Filter>(EVERYTHING)
  const rows = useMemo(() => all.filter((entry) => matches(entry, filter)), [all, filter])
  const starts = useStarts(all)
  const wanted = useWantedRow()
  const { ref, following, follow, onScroll } = useFollow()
  const { drawn, earlier, showEarlier } = useTail(rows, following, wanted)
  useEffect(() => {
    if (wanted !== null) setFilter(EVERYTHING)
  }, [wanted])
  const gone = wanted !== null && all.length > 0 && (wanted < all[0]!.seq || wanted > all.at(-1)!.seq)
  return (
    <section class="journal" aria-label={say('ui.journal.title')}>
      <Filters filter={filter} setFilter={setFilter} shown={rows.length} all={all.length} />
      {gone && <p class="row-gone" role="status">{say('ui.journal.gone', { row: wanted })}</p>}
      <div class="rows" ref={ref} onScroll={onScroll} onKeyDown={walk} tabIndex={0} role="log" aria-label={say('ui.journal.title')} aria-live="off">
        <div>
          {rows.length === 0 && <p class="journal-empty">{say(all.length ? 'ui.journal.none' : 'ui.journal.empty')}</p>}
          {earlier > 0 && (
            <button type="button" class="earlier" onClick={showEarlier}><Up size={16} />{say('ui.journal.earlier', { count: earlier })}</button>
          )}
          <WantedRow.Provider value={wanted}>
            {inBlocks(drawn, BLOCK).map((block) => <Block key={Math.floor(block[0]!.seq / BLOCK)} entries={block} starts={starts} />)}
          </WantedRow.Provider>
        </div>
      </div>
      {!following && (
        <button type="button" class="to-end" onClick={follow}><Down size={16} />{say('ui.journal.follow')}</button>
      )}
    </section>
  )
}

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** From row to row with the arrows, once a row has the focus. */
function walk(event: TargetedKeyboardEvent<HTMLDivElement>): void {
  const step = STEPS[event.key]
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>('.row-line')]
  const at = lines.indexOf(document.activeElement as HTMLElement)
  if (!step || at < 0) return
  event.preventDefault()
  lines[step(at, lines.length)]?.focus()
}

/** The same map all along, so that blocks need no new picture. */
function useStarts(all: Entry[]): Starts {
  const starts = useRef(new Map<number | string, number>()).current
  addStarts(starts, all)
  return starts
}

/**
 * The end stays in sight until the user scrolls up: the box is laid out from its end (see journal.css), so that the
 * browser keeps the place by itself, and nobody has to ask for the height of what has just been added.
 */
function useFollow() {
  const ref = useRef<HTMLDivElement>(null)
  const [following, setFollowing] = useState(true)
  const onScroll = () => setFollowing((ref.current?.scrollTop ?? 0) > -NEAR)
  return { ref, following, follow: () => ref.current?.scrollTo({ top: 0 }), onScroll }
}

interface FiltersProps {
  filter: Filter
  setFilter(filter: Filter): void
  shown: number
  all: number
}

function Filters({ filter, setFilter, shown, all }: FiltersProps) {
  const say = useText()
  const toggle = (lane: Lane) => {
    const lanes = new Set(filter.lanes)
    if (!lanes.delete(lane)) lanes.add(lane)
    setFilter({ ...filter, lanes })
  }
  return (
    <div class="filters">
      <div class="lane-filters" role="group" aria-label={say('ui.journal.lanes')}>
        {LANES.map((lane) => (
          <button key={lane} type="button" class={`lane-filter ${lane}`} aria-pressed={filter.lanes.has(lane)}
            onClick={() => toggle(lane)}>
            <span class="lane-dot" />{say(`ui.lane.${lane}` as TextId)}
          </button>
        ))}
      </div>
      <button type="button" class="lane-filter problems" aria-pressed={filter.onlyProblems}
        onClick={() => setFilter({ ...filter, onlyProblems: !filter.onlyProblems })}>
        <span class="mark-shape problem" />{say('ui.journal.problems')}
      </button>
      <div class="find-row">
        <label class="find">
          <Search size={16} />
          <input type="search" value={filter.text} placeholder={say('ui.journal.find')} aria-label={say('ui.journal.find')}
            onInput={(event) => setFilter({ ...filter, text: event.currentTarget.value })} />
        </label>
        <span class="row-count" role="status">{shown === all ? all : `${shown} / ${all}`}</span>
      </div>
    </div>
  )
}
