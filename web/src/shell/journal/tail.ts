/** Which part of the journal is drawn: the newest rows, and as many earlier ones as somebody asked for. */
import { useRef, useState } from 'preact/hooks'

/** Rows drawn at first, and so many more at each asking. What is drawn takes memory as long as the page is open. */
export const DRAWN = 400

/** The first drawn row is the first of a block of this many, so that one new row cuts off nothing most of the time. */
export const BLOCK = 50

interface Row { seq: number }

/** The number from which on rows are drawn, so that `count` of them are, or a few more. */
export function tailFrom(rows: readonly Row[], count: number): number {
  const first = rows[Math.max(0, rows.length - count)]?.seq ?? 0
  return Math.floor(first / BLOCK) * BLOCK
}

/** How many of the rows in order come before that number. */
export function countBefore(rows: readonly Row[], from: number): number {
  const place = rows.findIndex(({ seq }) => seq >= from)
  return place < 0 ? rows.length : place
}

/**
 * The drawn rows, and how many earlier ones there are. Whoever `follows` the end has the newest alone; nothing is taken
 * away from somebody who reads. The `wanted` row is among them if it is there.
 */
export function useTail<Kind extends Row>(rows: Kind[], follows: boolean, wanted: number | null) {
  const from = useRef(Infinity)
  const [, redraw] = useState(0)
  const newest = tailFrom(rows, DRAWN)
  from.current = follows ? newest : Math.min(from.current, newest)
  if (wanted !== null) from.current = Math.min(from.current, Math.floor(wanted / BLOCK) * BLOCK)
  const earlier = countBefore(rows, from.current)
  const showEarlier = () => {
    from.current = tailFrom(rows, rows.length - earlier + DRAWN)
    redraw((count) => count + 1)
  }
  return { drawn: earlier ? rows.slice(earlier) : rows, earlier, showEarlier }
}
