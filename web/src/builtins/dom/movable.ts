/** Fingers on a movable-view: one drags, two stretch. */
import type { Builtin } from '../define.ts'
import { builtinOf, below } from '../tree.ts'
import type { Room } from '../movable.ts'
import { isStill, onDrag } from './drag.ts'

function movableView(this: Builtin, host: HTMLElement): void {
  // Its own box is the unstretched one; it grows around its middle.
  this.measure = (): Room | null => {
    const area = host.closest<HTMLElement>('wx-movable-area')
    if (!area) return null
    const edges = (outer: number, inner: number): [number, number] => {
      const grown = inner * (this.data.size - 1) / 2
      const room = outer - inner - 2 * grown
      return [Math.min(0, room) + grown, Math.max(0, room) + grown]
    }
    return { left: edges(area.clientWidth, host.offsetWidth), top: edges(area.clientHeight, host.offsetHeight) }
  }
  this.place = (smoothly: boolean) => {
    host.style.transition = smoothly && !isStill() ? 'transform .3s' : 'none'
    host.style.transform = `translate(${this.data.left}px, ${this.data.top}px) scale(${this.data.size})`
  }
  useFrames(this)
  this.place(false)
  // Before this its area had no size.
  new ResizeObserver(() => this.moveTo(this.data.left, this.data.top, '')).observe(host)
  onDrag(host, {
    slack: 2,
    start: () => this.userStart(),
    move: (dx, dy) => { if (!this.pinched) this.userDrag(dx, dy) },
    end: (_dx, _dy, speedX, speedY) => { if (!this.pinched) this.userDrop(speedX, speedY) },
  })
  onPinch(host, () => [this])
}

/** Every view of the area is stretched by fingers anywhere in it, where `scale-area` says so. */
function movableArea(this: Builtin, host: HTMLElement): void {
  onPinch(host, () => (this.data.scaleArea ? [...below(this._$)].map(builtinOf).filter(found => found?.tag === 'movable-view').map(found => found!) : []))
}

/** What moves by itself follows the screen, also where the app's clock stands still. */
function useFrames(view: Builtin): void {
  let frame = 0
  view.present = () => performance.now()
  view.later = (run: () => void) => (frame = requestAnimationFrame(run))
  view.stop = () => cancelAnimationFrame(frame)
}

/** Two fingers that start on the element stretch what `views` gives. */
function onPinch(host: HTMLElement, views: () => Builtin[]): void {
  const fingers = new Map<number, PointerEvent>()
  let first = 1
  const apart = () => {
    const [one, two] = [...fingers.values()] as [PointerEvent, PointerEvent]
    return Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY)
  }
  const move = (event: PointerEvent) => {
    if (!fingers.has(event.pointerId)) return
    fingers.set(event.pointerId, event)
    if (fingers.size === 2) for (const view of views()) view.userPinch(apart() / first)
  }
  const up = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId) || fingers.size) return
    window.removeEventListener('pointermove', move)
    for (const ending of ['pointerup', 'pointercancel'] as const) window.removeEventListener(ending, up)
    for (const view of views()) view.pinched = false
  }
  host.addEventListener('pointerdown', event => {
    if (!fingers.size) {
      window.addEventListener('pointermove', move)
      for (const ending of ['pointerup', 'pointercancel'] as const) window.addEventListener(ending, up)
    }
    fingers.set(event.pointerId, event)
    if (fingers.size !== 2) return
    first = Math.max(1, apart())
    for (const view of views()) {
      view.userStart()
      view.pinched = true
    }
  })
}

export const movableHooks = { 'movable-area': movableArea, 'movable-view': movableView }
