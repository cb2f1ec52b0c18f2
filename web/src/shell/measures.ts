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
  /** The case is drawn smaller by this much where the window is low, larger where it stands alone; 1 on a phone's own screen. */
  scale: number
  narrow: boolean
}

/** How much larger the phone may be drawn where it is shown to others, on a projector's screen. */
const LARGEST = 1.5

/** What stays free above and below, keys included; a phone that is shown to others has air around it. */
const SPARE = 62
const SPARE_ALONE = 92

/** The phone in a window of this size; `alone`: with nothing beside it. */
export function fit(platform: Platform, width: number, height: number, alone = false): Fit {
  if (width <= NARROW) return { ...edges(platform), width, height, scale: 1, narrow: true }
  const room = height - (alone ? SPARE_ALONE : SPARE)
  return { ...edges(platform), ...SCREEN, scale: Math.min(alone ? LARGEST : 1, room / (SCREEN.height + 2 * BEZEL)), narrow: false }
}
