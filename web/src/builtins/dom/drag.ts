/** Following one finger, pen or mouse button over an element. */

export interface Drag {
  /** A finger went down; false refuses the drag. */
  start?(event: PointerEvent): boolean | void
  /** It has moved by `dx`, `dy` CSS px since it went down. Called once the drag is past `slack`. */
  move(dx: number, dy: number, event: PointerEvent): void
  /** It was lifted or taken away; `speedX` and `speedY` in px per ms. */
  end?(dx: number, dy: number, speedX: number, speedY: number): void
  /** Px to pass before a drag begins (default 5), and the only axis on which it may begin. */
  slack?: number
  axis?: 'x' | 'y'
}

/** Calls `drag` for every drag that starts on the element. Returns what ends the listening. */
export function onDrag(element: HTMLElement, drag: Drag): () => void {
  const down = (event: PointerEvent) => {
    if (event.button !== 0 || drag.start?.(event) === false) return
    follow(element, drag, event)
  }
  element.addEventListener('pointerdown', down)
  return () => element.removeEventListener('pointerdown', down)
}

function follow(element: HTMLElement, drag: Drag, first: PointerEvent): void {
  const slack = drag.slack ?? 5
  let dragging = false
  let last = { x: first.clientX, y: first.clientY, time: first.timeStamp, speedX: 0, speedY: 0 }
  const away = (event: PointerEvent) => [event.clientX - first.clientX, event.clientY - first.clientY] as const
  const stop = () => {
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', up)
    window.removeEventListener('pointercancel', up)
  }
  const move = (event: PointerEvent) => {
    if (event.pointerId !== first.pointerId) return
    const [dx, dy] = away(event)
    if (!dragging) {
      const [along, across] = drag.axis === 'y' ? [dy, dx] : drag.axis === 'x' ? [dx, dy] : [Math.hypot(dx, dy), 0]
      if (Math.abs(across) > slack && Math.abs(across) > Math.abs(along)) return stop()
      if (Math.abs(along) < slack) return
      dragging = true
      element.setPointerCapture(first.pointerId)
    }
    const span = Math.max(1, event.timeStamp - last.time)
    last = { x: event.clientX, y: event.clientY, time: event.timeStamp, speedX: (event.clientX - last.x) / span, speedY: (event.clientY - last.y) / span }
    drag.move(dx, dy, event)
  }
  const up = (event: PointerEvent) => {
    if (event.pointerId !== first.pointerId) return
    stop()
    if (dragging) drag.end?.(...away(event), last.speedX, last.speedY)
  }
  window.addEventListener('pointermove', move)
  window.addEventListener('pointerup', up)
  window.addEventListener('pointercancel', up)
}

/** Whether the user asked the system for less motion. */
export const isStill = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches
