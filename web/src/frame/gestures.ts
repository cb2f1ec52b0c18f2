/** Fingers, mouse and keys become WeChat's touch events: touchstart … tap, longpress, longtap, and hover classes. */
import { Event as EngineEvent, type Element } from 'glass-easel'
import { Hover } from './hover.ts'

const LONG_PRESS = 350
const TAP_SLACK = 10
/** So long (ms) a list rolls after the hand has let go. */
const ROLLS = 1200

interface Point { identifier: number; clientX: number; clientY: number }
interface Touch extends Point { pageX: number; pageY: number; force: number }

interface Finger { target: Element; x: number; y: number; tap: boolean; away: boolean; timer: number }

/** The engine's node behind a DOM node or the nearest of its ancestors. */
export function nodeOf(node: EventTarget | null): Element | null {
  let at = node as (Node & { __wxElement?: Element }) | null
  while (at && !at.__wxElement) at = at.parentNode as typeof at
  return at?.__wxElement ?? null
}

/** Whether anything on the way up listens for the long press: then the tap is not sent. */
function listensFor(element: Element, type: string): boolean {
  for (let at: Element | null = element; at; at = at.getComposedParent()) {
    const listeners = (at as any)._$eventTarget
    if (listeners?.listeners?.[type] || listeners?.captureListeners?.[type]) return true
  }
  return false
}

export class Gestures {
  private readonly fingers = new Map<number, Finger>()
  private readonly hover = new Hover()
  private touched = false
  private lastTouch = -Infinity

  private moved = -Infinity

  /** `tapped` runs before each tap reaches the app; `did` hears of long presses and drags that something waits for. */
  constructor(
    area: HTMLElement, private readonly tapped: (target: Element) => void,
    private readonly did: (act: 'longpress' | 'drag', target: Element) => void,
  ) {
    for (const type of ['wheel', 'touchmove', 'mousedown', 'keydown']) {
      window.addEventListener(type, ({ timeStamp }) => { this.moved = timeStamp }, { passive: true, capture: true })
    }
    const passive = { passive: false, capture: true } as const
    area.addEventListener('touchstart', event => this.touch(event, 'start'), passive)
    area.addEventListener('touchmove', event => this.touch(event, 'move'), passive)
    area.addEventListener('touchend', event => this.touch(event, 'end'), passive)
    area.addEventListener('touchcancel', event => this.touch(event, 'cancel'), passive)
    area.addEventListener('mousedown', event => this.mouse(event, 'start'), true)
    window.addEventListener('mousemove', event => this.mouse(event, 'move'), true)
    window.addEventListener('mouseup', event => this.mouse(event, 'end'), true)
    area.addEventListener('contextmenu', event => { if (this.touched) event.preventDefault() })
    area.addEventListener('keydown', event => this.key(event))
    for (const type of ['transitionend', 'animationstart', 'animationiteration', 'animationend']) {
      area.addEventListener(type, event => this.animation(event), true)
    }
  }

  /** Whether a hand moved something just now; what is thrown rolls on for a while. */
  get byHand(): boolean { return performance.now() - this.moved < ROLLS }

  private touch(event: TouchEvent, phase: Phase): void {
    this.lastTouch = event.timeStamp
    this.touched = true
    const changed = [...event.changedTouches]
    for (const touch of changed) this.step(phase, touch, event.target, [...event.touches], changed, event)
  }

  private mouse(event: MouseEvent, phase: Phase): void {
    if (event.timeStamp - this.lastTouch < 800) return
    if (phase === 'start' && event.button !== 0) return
    if (phase !== 'start' && !this.fingers.has(0)) return
    const point = { identifier: 0, clientX: event.clientX, clientY: event.clientY }
    this.step(phase, point, event.target, phase === 'end' ? [] : [point], [point], event)
  }

  private step(phase: Phase, point: Point, target: EventTarget | null, all: Point[], changed: Point[], source: UIEvent): void {
    if (phase === 'start') this.start(point, target)
    const finger = this.fingers.get(point.identifier)
    if (!finger) return
    const moved = Math.hypot(point.clientX - finger.x, point.clientY - finger.y)
    if (moved > TAP_SLACK) this.spoil(finger)
    if (phase === 'start') finger.timer = window.setTimeout(() => this.longPress(finger, all, changed), LONG_PRESS)
    const touches = { touches: all.map(touchAt(finger)), changedTouches: changed.map(touchAt(finger)) }
    const kept = this.send(finger.target, `touch${phase}`, place(touches.changedTouches[0]!), touches)
    if (!kept && source.type === 'touchmove' && source.cancelable) source.preventDefault()
    if (phase === 'start' || phase === 'move') return
    this.fingers.delete(point.identifier)
    window.clearTimeout(finger.timer)
    if (!finger.away) this.hover.end(finger.target)
    if (phase === 'end' && finger.away) this.did('drag', finger.target)
    if (phase === 'end' && finger.tap) this.tap(finger.target, place(touches.changedTouches[0]!), touches)
  }

  private start(point: Point, target: EventTarget | null): void {
    const node = nodeOf(target)
    if (!node) return
    this.fingers.set(point.identifier, { target: node, x: point.clientX, y: point.clientY, tap: true, away: false, timer: 0 })
    this.hover.start(node)
  }

  /** The finger has left the spot: no tap any more. */
  private spoil(finger: Finger): void {
    if (finger.away) return
    finger.tap = false
    finger.away = true
    window.clearTimeout(finger.timer)
    this.hover.cancel(finger.target)
  }

  private longPress(finger: Finger, all: Point[], changed: Point[]): void {
    if (!finger.tap) return
    const touches = { touches: all.map(touchAt(finger)), changedTouches: changed.map(touchAt(finger)) }
    const detail = place(touches.changedTouches[0]!)
    if (listensFor(finger.target, 'longpress')) finger.tap = false
    this.did('longpress', finger.target)
    this.send(finger.target, 'longpress', detail, touches)
    this.send(finger.target, 'longtap', detail, touches)
  }

  private tap(target: Element, detail: { x: number; y: number }, touches: object): void {
    this.tapped(target)
    this.send(target, 'tap', detail, touches)
  }

  /** Enter and Space on what is in focus are a tap in its middle. */
  private key(event: KeyboardEvent): void {
    const focused = event.target as HTMLElement
    if ((event.key !== 'Enter' && event.key !== ' ') || event.repeat || /^(INPUT|TEXTAREA|BUTTON)$/.test(focused.tagName)) return
    const node = nodeOf(focused)
    if (!node || focused.tabIndex < 0) return
    event.preventDefault()
    const box = focused.getBoundingClientRect()
    const detail = { x: box.left + box.width / 2, y: box.top + box.height / 2 }
    const touch = { identifier: 0, clientX: detail.x, clientY: detail.y, pageX: detail.x, pageY: detail.y, force: 1 }
    this.tap(node, detail, { touches: [], changedTouches: [touch] })
  }

  private animation(event: Event): void {
    const node = nodeOf(event.target)
    if (!node || event.target !== (node as any).$$) return
    const { elapsedTime, animationName, propertyName } = event as AnimationEvent & TransitionEvent
    this.send(node, event.type, animationName === undefined ? { elapsedTime, propertyName } : { elapsedTime, animationName }, {})
  }

  /** False when a handler asked not to do the default (a `catch`). */
  private send(target: Element, type: string, detail: unknown, extraFields: object): boolean {
    const event = new EngineEvent(type, detail, { bubbles: true, composed: true, capturePhase: true, extraFields: extraFields as Record<string, unknown> })
    EngineEvent.dispatchEvent(target, event)
    return !event.defaultPrevented()
  }
}

type Phase = 'start' | 'move' | 'end' | 'cancel'

const place = (touch: Touch) => ({ x: touch.pageX, y: touch.pageY })

/** A touch as the app sees it: counted from the page's view, `page…` with what is scrolled away. */
function touchAt(finger: Finger): (point: Point) => Touch {
  const host = (finger.target as any).$$ as HTMLElement | null
  const view = host?.closest?.('.wx--page-view')
  const frame = view?.getBoundingClientRect()
  const scrolled = view?.querySelector('.wx--page-scroll')?.scrollTop ?? 0
  return point => {
    const clientX = point.clientX - (frame?.left ?? 0)
    const clientY = point.clientY - (frame?.top ?? 0)
    return { identifier: point.identifier, clientX, clientY, pageX: clientX, pageY: clientY + scrolled, force: 1 }
  }
}

