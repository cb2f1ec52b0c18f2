/**
 * Skyline's gestures by fingers and mouse: which of the gesture components around a finger answers it. The innermost that its
 * movement fits wins, and the others are cancelled, unless they have named each other.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/skyline/gesture.html
 * The manual has no lengths and times; these are Flutter's, whose arena behaves as the manual says:
 * https://api.flutter.dev/flutter/gestures/gestures-library.html#constants
 */
import { ACTIVE, BEGIN, CANCELLED, END, handlersAround, POSSIBLE, together, type Handler, type Kind } from '../builtins/gesture.ts'

const SLOP = 18
const PAN_SLOP = 36
const LONG_PRESS = 500
const DOUBLE_TAP = 300
const DOUBLE_SLOP = 100

interface Point { x: number; y: number }
interface Finger extends Point { id: number; first: Point; target: unknown }

/** One component that may answer the fingers that are down. */
interface Entrant extends Handler { accepted: boolean; out: boolean }

const SLIDES = new Set<Kind>(['pan', 'horizontal-drag', 'vertical-drag'])

export class Arena {
  private readonly fingers = new Map<number, Finger>()
  private entrants: Entrant[] = []
  private moved = false
  private pressing = 0
  private last = { time: 0, x: 0, y: 0, velocityX: 0, velocityY: 0 }
  /** Where two fingers were when they came down. */
  private spread: { x: number; y: number; angle: number } | null = null
  /** A tap that may become a double one. */
  private waiting: { at: Point; timer: number; single: () => void; second: Entrant } | null = null

  /** `nodeOf` gives the engine's node of a DOM node. */
  constructor(area: HTMLElement, private readonly nodeOf: (node: EventTarget | null) => unknown) {
    area.addEventListener('pointerdown', event => this.down(event))
    window.addEventListener('pointermove', event => this.move(event))
    window.addEventListener('pointerup', event => this.up(event))
    window.addEventListener('pointercancel', () => this.cancel())
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return
    const target = this.nodeOf(event.target)
    const at = { x: event.clientX, y: event.clientY }
    if (this.fingers.size === 0) {
      this.entrants = handlersAround(target).map(one => ({ ...one, accepted: false, out: false }))
      if (!this.entrants.length) return
      this.moved = false
      this.last = { time: event.timeStamp, ...at, velocityX: 0, velocityY: 0 }
      for (const one of this.entrants) if (SLIDES.has(one.kind)) this.tell(one, POSSIBLE)
      this.pressing = window.setTimeout(() => this.hold(), LONG_PRESS)
    } else if (!this.entrants.length) return
    this.fingers.set(event.pointerId, { id: event.pointerId, ...at, first: at, target })
    if (this.fingers.size > 1) this.countChanged()
  }

  private move(event: PointerEvent): void {
    const finger = this.fingers.get(event.pointerId)
    if (!finger) return
    const [deltaX, deltaY] = [event.clientX - finger.x, event.clientY - finger.y]
    if (!deltaX && !deltaY) return
    const before = this.focus()
    Object.assign(finger, { x: event.clientX, y: event.clientY })
    const span = Math.max(1, event.timeStamp - this.last.time)
    this.last = { time: event.timeStamp, ...this.focus(), velocityX: deltaX / span * 1000, velocityY: deltaY / span * 1000 }
    const [x, y] = [finger.x - finger.first.x, finger.y - finger.first.y]
    if (Math.hypot(x, y) > SLOP) this.leaveSpot()
    const moves = this.fingers.size > 1 ? { deltaX: this.last.x - before.x, deltaY: this.last.y - before.y } : { deltaX, deltaY }
    for (const one of this.entrants) {
      if (one.out) continue
      if (one.accepted) this.goOn(one, event, moves)
      else if (fits(one.kind, x, y)) this.accept(one)
    }
  }

  private up(event: PointerEvent): void {
    const finger = this.fingers.get(event.pointerId)
    if (!finger) return
    window.clearTimeout(this.pressing)
    this.fingers.delete(event.pointerId)
    for (const one of this.entrants) {
      if (one.out) continue
      if (one.accepted) this.tell(one, END)
      else if (SLIDES.has(one.kind) && !this.fingers.size) this.tell(one, CANCELLED)
    }
    if (this.fingers.size) return this.countChanged()
    const free = !this.moved && !this.entrants.some(one => one.accepted)
    if (free && event.type === 'pointerup') this.tap(finger)
    this.entrants = []
  }

  /** The browser scrolls, or the finger was taken away. */
  private cancel(): void {
    window.clearTimeout(this.pressing)
    for (const one of this.entrants) if (!one.out && (one.accepted || SLIDES.has(one.kind))) this.tell(one, CANCELLED)
    this.fingers.clear()
    this.entrants = []
  }

  private leaveSpot(): void {
    this.moved = true
    window.clearTimeout(this.pressing)
  }

  private hold(): void {
    const one = this.entrants.find(({ kind, out }) => kind === 'long-press' && !out)
    if (one && !this.entrants.some(({ accepted }) => accepted)) this.accept(one)
  }

  /** The movement is this one's, if the page agrees; whoever is not its companion is out. */
  private accept(one: Entrant): void {
    if (one.builtin.run('shouldAcceptGesture') === false) {
      one.out = true
      return this.tell(one, CANCELLED)
    }
    one.accepted = true
    for (const other of this.entrants) {
      if (other.out || together(one.builtin, other.builtin)) continue
      other.out = true
      if (other.accepted || SLIDES.has(other.kind)) this.tell(other, CANCELLED)
    }
    this.tell(one, BEGIN)
  }

  private goOn(one: Entrant, event: PointerEvent, moves: { deltaX: number; deltaY: number }): void {
    const pointer = {
      identifier: event.pointerId, type: 'touchmove', ...moves, clientX: event.clientX, clientY: event.clientY, radiusX: event.width / 2,
      radiusY: event.height / 2, rotationAngle: 0, force: event.pressure, timeStamp: event.timeStamp,
    }
    if (one.builtin.run('shouldResponseOnMove', pointer) !== false) this.tell(one, ACTIVE, moves)
  }

  /** With another number of fingers a scale begins anew; it begins with the second finger, wherever that goes. */
  private countChanged(): void {
    this.leaveSpot()
    const [one, other] = [...this.fingers.values()]
    this.spread = one && other ? { x: Math.abs(one.x - other.x), y: Math.abs(one.y - other.y), angle: Math.atan2(other.y - one.y, other.x - one.x) } : null
    const scale = this.entrants.find(({ kind, out }) => kind === 'scale' && !out)
    if (!scale) return
    if (scale.accepted) this.tell(scale, BEGIN)
    else this.accept(scale)
  }

  private tap(finger: Finger): void {
    const find = (wanted: Kind) => this.entrants.find(({ kind, out, builtin }) => kind === wanted && !out && builtin.run('shouldAcceptGesture') !== false)
    const at = { x: finger.x, y: finger.y }
    const { waiting } = this
    if (waiting && Math.hypot(at.x - waiting.at.x, at.y - waiting.at.y) <= DOUBLE_SLOP) {
      window.clearTimeout(waiting.timer)
      this.waiting = null
      return this.tell(waiting.second, BEGIN, at)
    }
    const [single, second] = [find('tap'), find('double-tap')]
    const one = () => { if (single) this.tell(single, BEGIN, at) }
    if (!second) return one()
    const timer = window.setTimeout(() => { this.waiting = null; one() }, DOUBLE_TAP)
    this.waiting = { at, timer, single: one, second }
  }

  private focus(): Point {
    const all = [...this.fingers.values()]
    const middle = (key: 'x' | 'y') => all.reduce((sum, finger) => sum + finger[key], 0) / (all.length || 1)
    return { x: middle('x'), y: middle('y') }
  }

  private tell({ kind, builtin }: Entrant, state: number, more: object = {}): void {
    const { x, y, velocityX, velocityY } = this.last
    const place = { absoluteX: x, absoluteY: y }
    const speed = state === END ? { velocityX, velocityY } : { velocityX: 0, velocityY: 0 }
    const moves = { deltaX: 0, deltaY: 0, ...more }
    const [first] = this.fingers.values()
    const away = { translationX: first ? x - first.first.x : 0, translationY: first ? y - first.first.y : 0 }
    const event =
      kind === 'tap' || kind === 'double-tap' ? place
        : kind === 'long-press' ? { ...place, ...away, ...speed }
          : kind === 'scale' ? { focalX: x, focalY: y, focalDeltaX: moves.deltaX, focalDeltaY: moves.deltaY, ...this.size(), ...speed, pointerCount: this.fingers.size }
            : { ...place, ...moves, ...speed }
    builtin.run('ongesture', { state, ...event })
  }

  /** How far two fingers have gone apart since the second came down. */
  private size(): { scale: number; horizontalScale: number; verticalScale: number; rotation: number } {
    const [one, other] = [...this.fingers.values()]
    if (!one || !other || !this.spread) return { scale: 1, horizontalScale: 1, verticalScale: 1, rotation: 0 }
    const [x, y] = [Math.abs(one.x - other.x), Math.abs(one.y - other.y)]
    const ratio = (now: number, then: number) => (then > 0 ? now / then : 1)
    return {
      scale: ratio(Math.hypot(x, y), Math.hypot(this.spread.x, this.spread.y)), horizontalScale: ratio(x, this.spread.x), verticalScale: ratio(y, this.spread.y),
      rotation: Math.atan2(other.y - one.y, other.x - one.x) - this.spread.angle,
    }
  }
}

/** A slide along one axis is known sooner than one in any direction, so that it goes before it. */
function fits(kind: Kind, x: number, y: number): boolean {
  if (kind === 'horizontal-drag') return Math.abs(x) > SLOP
  if (kind === 'vertical-drag') return Math.abs(y) > SLOP
  return (kind === 'pan' || kind === 'scale') && Math.hypot(x, y) > PAN_SLOP
}
