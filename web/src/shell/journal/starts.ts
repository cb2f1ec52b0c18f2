/** When each call began: by the number of its row, and by instance and number of the call. */
import type { Entry } from '../wire.ts'

export type Starts = ReadonlyMap<number | string, number>

const callOf = ({ instance, detail }: Entry): string => `${instance}:${String(detail.call)}`

/** Adds what `all` has more than `starts`. */
export function addStarts(starts: Map<number | string, number>, all: Entry[]): void {
  for (let place = all.length - 1; place >= 0; place -= 1) {
    const entry = all[place]!
    if (starts.has(entry.seq)) break
    starts.set(entry.seq, entry.at)
    if (entry.phase === 'start' && entry.detail.call !== undefined) starts.set(callOf(entry), entry.at)
  }
}

/** When that began which this row ends or tells the app of; undefined if it is no such row. */
export function beganOf(entry: Entry, starts: Starts): number | undefined {
  if (entry.of !== null) return starts.get(entry.of)
  return entry.phase === 'event' && entry.detail.call !== undefined ? starts.get(callOf(entry)) : undefined
}
