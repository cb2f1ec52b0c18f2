/** A wheel to choose one of many rows: the browser's own scrolling with snap points, also by mouse drag and keys. */
import { isStill, onDrag } from './drag.ts'

export const ROW = 34

export interface Wheel {
  /** Turns to a row without telling. */
  turnTo(index: number, smoothly?: boolean): void
  index(): number
}

/** Makes a scroller with rows of 34 px a wheel; `turned` runs when it comes to rest on another row. */
export function makeWheel(scroller: HTMLElement, count: () => number, turned: (index: number) => void): Wheel {
  let at = 0
  /** Where it is rolling to: several keys in a row add up. */
  let goal = 0
  let resting = 0
  const bounded = (index: number) => Math.max(0, Math.min(count() - 1, index))
  const nearest = () => bounded(Math.round(scroller.scrollTop / ROW))
  const turnTo = (index: number, smoothly = false) => {
    goal = bounded(index)
    if (!smoothly) at = goal
    scroller.scrollTo({ top: goal * ROW, behavior: smoothly && !isStill() ? 'smooth' : 'instant' })
  }
  const rest = () => {
    if (scroller.dataset.held) return
    const index = nearest()
    goal = index
    scroller.setAttribute('aria-valuenow', String(index))
    if (index === at) return
    at = index
    turned(index)
  }
  scroller.tabIndex = 0
  scroller.setAttribute('role', 'spinbutton')
  scroller.addEventListener('scroll', event => {
    event.stopPropagation()
    window.clearTimeout(resting)
    resting = window.setTimeout(rest, 90)
  })
  scroller.addEventListener('keydown', event => {
    const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -5, PageDown: 5, Home: -1e9, End: 1e9 }[event.key]
    if (!step) return
    event.preventDefault()
    turnTo(goal + step, true)
  })
  scroller.addEventListener('click', event => {
    const box = scroller.getBoundingClientRect()
    const rows = Math.round((event.clientY - box.top - box.height / 2) / ROW)
    if (rows) turnTo(nearest() + rows, true)
  })
  byMouse(scroller, () => turnTo(nearest(), true))
  return { turnTo, index: nearest }
}

/** The mouse drags the rows; touch scrolls by itself. */
function byMouse(scroller: HTMLElement, release: () => void): void {
  let from = 0
  onDrag(scroller, {
    start(event) {
      from = scroller.scrollTop
      return event.pointerType === 'mouse'
    },
    move(_dx, dy) {
      scroller.dataset.held = '1'
      scroller.style.scrollSnapType = 'none'
      scroller.scrollTop = from - dy
    },
    end(_dx, _dy, _speedX, speedY) {
      scroller.scrollTop -= speedY * 120
      delete scroller.dataset.held
      scroller.style.scrollSnapType = ''
      release()
    },
  })
}
