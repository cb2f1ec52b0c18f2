/** Calls that repeat one another, row after row, are one row to the eye. */
import type { Entry } from '../wire.ts'

/** A row by itself, or the rows of equal calls that followed one another. */
export interface Fold { rows: Entry[]; calls: number }

/** A start with the end that follows it at once, both without anything to say but that they were. */
const isCall = (start: Entry, end: Entry | undefined): boolean =>
  start.phase === 'start' && end?.phase === 'end' && end.of === start.seq && end.ok && !end.cause && start.ok && !start.cause

/** The rows in order; two or more equal calls in a row are one fold. */
export function folded(rows: Entry[]): Fold[] {
  const folds: Fold[] = []
  for (let place = 0; place < rows.length; ) {
    const row = rows[place]!
    let after = place
    while (rows[after]?.kind === row.kind && rows[after]!.app === row.app && isCall(rows[after]!, rows[after + 1])) after += 2
    const calls = (after - place) / 2
    if (calls > 1) folds.push({ rows: rows.slice(place, after), calls })
    else folds.push({ rows: [row], calls: 0 })
    place = calls > 1 ? after : place + 1
  }
  return folds
}

/** What a callback of the app was given, in WeChat's own words; empty where that says no more than its name does. */
export function toldOf({ kind, detail }: Entry): string {
  const given = detail.detail
  if (typeof given !== 'object' || given === null) return ''
  const { errMsg, scene } = given as { errMsg?: unknown; scene?: unknown }
  if (typeof errMsg === 'string') return errMsg
  return kind.endsWith('onShow') && scene !== undefined ? `scene ${String(scene)}` : ''
}
