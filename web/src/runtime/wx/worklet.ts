/**
 * `wx.worklet` for pages made for Skyline, which are drawn here as a web view draws them: there is one thread, a shared value is a box,
 * a motion is at its end at once and tells so when its time is over.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/skyline/worklet.html
 */
import type { Json } from '../types.ts'
import type { WxNeeds } from './needs.ts'

/** What reads values while it runs, so that it can run again when one of them changes. */
let reading: Set<Shared> | null = null

export class Shared {
  readonly readers = new Set<() => void>()

  constructor(private current: unknown) {}

  get value(): unknown {
    reading?.add(this)
    return this.current
  }

  set value(next: unknown) {
    if (next instanceof Motion) next.run(value => { this.value = value }, () => {})
    else if (!Object.is(next, this.current)) this.change(next)
  }

  /** Who reads it now; each reads again, and is heard of again. */
  private change(next: unknown): void {
    this.current = next
    const readers = [...this.readers]
    for (const run of readers) run()
  }
}

/** Runs `what`, now and whenever a shared value that it has read is another. */
export function whenever(what: () => void): void {
  const outer = reading
  const read = reading = new Set()
  try {
    what()
  } finally {
    reading = outer
  }
  for (const one of read) {
    const again = () => { for (const other of read) other.readers.delete(again); whenever(what) }
    one.readers.add(again)
  }
}

type Set_ = (value: unknown) => void
type Told = ((finished: boolean) => void) | undefined

class Motion {
  constructor(readonly run: (set: Set_, then: () => void) => void) {}
}

export function worklet({ clock }: WxNeeds): Json {
  const ending = (ms: number, done: Told, then: () => void) => { clock.setTimeout(() => { done?.(true); then() }, ms) }
  return {
    shared: (value: unknown) => new Shared(value),
    derived: (compute: () => unknown) => ({ get value() { return compute() } }),
    timing: (to: unknown, { duration = 300 }: Json = {}, done?: Told) => new Motion((set, then) => { set(to); ending(duration, done, then) }),
    spring: (to: unknown, _?: Json, done?: Told) => new Motion((set, then) => { set(to); ending(500, done, then) }),
    decay: (_?: Json, done?: Told) => new Motion((_set, then) => ending(0, done, then)),
    delay: (ms: number, motion: Motion) => new Motion((set, then) => { clock.setTimeout(() => motion.run(set, then), ms) }),
    sequence: (...motions: Motion[]) => new Motion((set, then) => motions.reduceRight((next, motion) => () => motion.run(set, next), then)()),
    repeat: (motion: Motion, _times?: number, _back?: boolean, done?: Told) => new Motion((set, then) => motion.run(set, () => { done?.(true); then() })),
    cancelAnimation: () => {},
    runOnUI: (run: unknown) => run,
    runOnJS: (run: unknown) => run,
    scrollViewContext: { scrollTo: () => {} },
    Easing,
  }
}

type Curve = (t: number) => number

/** In place of curves that are given by their handles: nothing is drawn on the way. */
const SMOOTH: Curve = t => t * t * (3 - 2 * t)

/** Of an animation: dismissed, forward, reverse, completed. */
const COMPLETED = 3

/** https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/skyline/worklet.html#Easing */
const Easing = {
  linear: (t: number) => t, ease: SMOOTH, quad: (t: number) => t ** 2, cubic: (t: number) => t ** 3,
  sin: (t: number) => 1 - Math.cos(t * Math.PI / 2), circle: (t: number) => 1 - Math.sqrt(1 - t * t), exp: (t: number) => 2 ** (10 * (t - 1)),
  bounce: (t: number) => t, step0: (t: number) => (t > 0 ? 1 : 0), step1: (t: number) => (t >= 1 ? 1 : 0),
  poly: (n: number): Curve => t => t ** n, elastic: (): Curve => t => t, back: (s = 1.70158): Curve => t => t * t * ((s + 1) * t - s),
  bezier: () => ({ factory: (): Curve => SMOOTH }), cubicBezier: (): Curve => SMOOTH,
  in: (curve: Curve) => curve, out: (curve: Curve): Curve => t => 1 - curve(1 - t),
  inOut: (curve: Curve): Curve => t => (t < .5 ? curve(t * 2) / 2 : 1 - curve((1 - t) * 2) / 2),
}

/** `wx.router`: ways of Skyline to open a page. Pages open in the usual way, and when asked they have arrived. */
export const customRoutes = {
  addRouteBuilder: () => {}, removeRouteBuilder: () => {},
  getRouteContext: () => ({
    primaryAnimation: new Shared(1), primaryAnimationStatus: new Shared(COMPLETED), secondaryAnimation: new Shared(0), secondaryAnimationStatus: new Shared(0),
    userGestureInProgress: new Shared(0), startUserGesture: () => {}, stopUserGesture: () => {}, didPop: () => {},
  }),
}
