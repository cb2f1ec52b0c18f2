/** How large the phone is, in CSS pixels. */
import type { Platform } from './wire.ts'

export const SCREEN = { width: 375, height: 812 }
/** The case around the screen. */
export const BEZEL = 11
/** Up to this width of the window the phone fills it. */
export const NARROW = 480

export interface Edges { top: number; bottom: number }

/** Status bar above and safe area below. */
export function edges(platform: Platform): Edges {
  return platform === 'android' ? { top: 36, bottom: 16 } : { top: 44, bottom: 34 }
}

export interface Fit extends Edges {
  width: number
  height: number
  /** The case is drawn smaller by this much where the window is very low, larger where it stands alone; 1 on a phone's own screen. */
  scale: number
  narrow: boolean
}

/** How much larger the phone may be drawn where it is shown to others, on a projector's screen. */
const LARGEST = 1.5

/** What stays free above and below, keys included; a phone that is shown to others has air around it. */
const SPARE = 62
const SPARE_ALONE = 92

/**
 * In a low window the screen is that of a shorter phone, down to this, before anything is drawn smaller: it is better to read, and
 * programs that click find their places. Playwright adds up the places of frames as though none was scaled, and clicks beside.
 */
const SHORTEST = 550

export interface Shown {
  /** With nothing beside it. */
  alone?: boolean
  /** Always the whole of it: who watches a performance sees the phone that it was written for. */
  whole?: boolean
}

/** How large the phone is in a window of this size. */
export function fit(platform: Platform, width: number, height: number, { alone, whole }: Shown = {}): Fit {
  if (width <= NARROW) return { ...edges(platform), width, height, scale: 1, narrow: true }
  const screen = whole ? SCREEN.height : Math.max(SHORTEST, Math.min(SCREEN.height, height - SPARE - 2 * BEZEL))
  const times = (spare: number) => (height - spare) / (screen + 2 * BEZEL)
  const beside = Math.min(1, times(SPARE))
  const scale = whole ? Math.min(LARGEST, times(SPARE_ALONE)) : alone ? Math.max(beside, Math.min(LARGEST, times(SPARE_ALONE))) : beside
  return { ...edges(platform), width: SCREEN.width, height: screen, scale, narrow: false }
}
