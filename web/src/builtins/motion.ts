/**
 * How a movable-view goes on by itself: it runs out, or is drawn back. Time in ms, lengths in CSS px, speeds in px per ms.
 * The manual has no figures; these are those of uni-app's, which was made after WeChat's:
 * https://github.com/dcloudio/uni-app/blob/dev/packages/uni-components/src/vue/movable-view/utils.js
 */

/** Where a thing is after some time, and when it rests. */
export interface Motion { at(ms: number): number; rests: number }

/** Runs out under a constant force against it: px per ms², for a friction of 1. */
const SLOWS = .001

export function runsOut(from: number, speed: number, friction: number): Motion {
  const slows = SLOWS * (friction > 0 ? friction : 2)
  const rests = Math.abs(speed) / slows
  return { rests, at: ms => from + Math.sign(speed) * (Math.abs(speed) * Math.min(ms, rests) - slows * Math.min(ms, rests) ** 2 / 2) }
}

/** How near counts as there. */
const NEAR = .1

/** Drawn by a spring that does not swing over: mass 1, stiffness 9 d² / 40 for a damping of d per second. */
export function isDrawn(from: number, to: number, damping: number): Motion {
  const d = (damping > 0 ? damping : 20) / 1000
  const root = Math.sqrt(d * d / 10)
  const [slow, fast] = [(-d + root) / 2, (-d - root) / 2]
  const away = from - to
  const [a, b] = [away * fast / (fast - slow), -away * slow / (fast - slow)]
  return { rests: Math.max(0, Math.log(NEAR / Math.max(NEAR, Math.abs(a))) / slow), at: ms => to + a * Math.exp(slow * ms) + b * Math.exp(fast * ms) }
}

/** A finger past an edge takes the thing along by the root of its way. */
export function past(value: number, low: number, high: number): number {
  const held = Math.min(high, Math.max(low, value))
  return held + Math.sign(value - held) * Math.sqrt(Math.abs(value - held))
}
