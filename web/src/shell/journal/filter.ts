/** Which rows of the journal are shown, and which mark each has. */
import type { Entry, Lane } from '../wire.ts'

export interface Filter {
  lanes: ReadonlySet<Lane>
  onlyProblems: boolean
  /** Found anywhere in a row: its sentences in both languages, its kind, its JSON. */
  text: string
}

export const LANES: readonly Lane[] = ['app', 'wechat', 'merchant']

export const EVERYTHING: Filter = { lanes: new Set(LANES), onlyProblems: false, text: '' }

/** `problem`: it failed; `bent`: it went well, but not by itself (a rule, or a part that failed); `start`, `plain`. */
export type Mark = 'problem' | 'bent' | 'start' | 'plain'

export function markOf(entry: Entry): Mark {
  if (!entry.ok) return 'problem'
  if (entry.cause) return 'bent'
  return entry.phase === 'start' ? 'start' : 'plain'
}

export function matches(entry: Entry, { lanes, onlyProblems, text }: Filter): boolean {
  if (!lanes.has(entry.lane) || (onlyProblems && entry.ok && !entry.cause)) return false
  const wanted = text.trim().toLowerCase()
  return wanted === '' || searchable(entry).includes(wanted)
}

const memory = new WeakMap<Entry, string>()

function searchable(entry: Entry): string {
  let found = memory.get(entry)
  if (found === undefined) {
    found = JSON.stringify([entry.kind, entry.says, entry.detail, entry.cause, entry.app, entry.instance]).toLowerCase()
    memory.set(entry, found)
  }
  return found
}

/**
 * The rows in blocks by their numbers, at most `size` in each, so that a row that is added or cut off at the start
 * changes one block only.
 */
export function inBlocks<Row extends { seq: number }>(rows: Row[], size: number): Row[][] {
  const blocks: Row[][] = []
  let place = -1
  for (const row of rows) {
    const own = Math.floor(row.seq / size)
    if (own === place) blocks.at(-1)!.push(row)
    else blocks.push([row])
    place = own
  }
  return blocks
}
