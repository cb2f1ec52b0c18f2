/** scroll-view in the browser, and the pull at the top that also pages use. */
import type { Builtin } from '../define.ts'
import { below } from '../tree.ts'
import { isStill, onDrag } from './drag.ts'

export interface Pull {
  /** Whether a pull may begin now (at the top, enabled, not refreshing). */
  ready(): boolean
  /** The finger has pulled the content this far down, in CSS px. */
  pulling(distance: number): void
  released(distance: number): void
}

/** Recognises a pull down at the top of a scroller. The content follows at half the finger's speed. */
export function onPull(scroller: HTMLElement, pull: Pull): void {
  let distance = 0
  let pulled = false
  onDrag(scroller, {
    axis: 'y',
    start: () => {
      distance = 0
      pulled = false
      return scroller.scrollTop <= 0 && pull.ready()
    },
    move(_dx, dy) {
      if (dy <= 0 && !pulled) return
      pulled = true
      distance = Math.max(0, dy) / 2
      pull.pulling(distance)
    },
    end() { if (pulled) pull.released(distance) },
  })
  scroller.addEventListener('touchmove', event => { if (pulled && event.cancelable) event.preventDefault() }, { passive: false })
}

function scrollView(this: Builtin, host: HTMLElement): void {
  const behavior = () => (this.data.scrollWithAnimation && !isStill() ? 'smooth' : 'instant') as ScrollBehavior
  this.scrollNow = (to: { top?: number; left?: number }) => {
    const [top, left] = [to.top, to.left].map(value => (Number.isFinite(value) ? value : undefined))
    if (top !== undefined || left !== undefined) host.scrollTo({ ...(top !== undefined && { top }), ...(left !== undefined && { left }), behavior: behavior() })
  }
  this.scrollToId = (id: string) => {
    const found = id ? [...below(this._$)].find(element => element.id === id) : undefined
    const target = (found as any)?.$$ as HTMLElement | undefined
    if (!target) return
    const [box, at] = [host.getBoundingClientRect(), target.getBoundingClientRect()]
    const offset = this.data.scrollIntoViewOffset || 0
    host.scrollTo({
      ...(this.data.scrollY && { top: host.scrollTop + at.top - box.top + offset }),
      ...(this.data.scrollX && { left: host.scrollLeft + at.left - box.left + offset }),
      behavior: behavior(),
    })
  }
  // What scrolls can be scrolled from the keyboard.
  if ((this.data.scrollX || this.data.scrollY) && !host.hasAttribute('tabindex')) host.tabIndex = 0
  const tell = () => {
    const { left, top } = this.last ?? { left: 0, top: 0 }
    if (host.scrollLeft === left && host.scrollTop === top) return
    this.userScroll({
      left: host.scrollLeft, top: host.scrollTop, width: host.scrollWidth, height: host.scrollHeight,
      viewWidth: host.clientWidth, viewHeight: host.clientHeight,
    })
  }
  host.addEventListener('scroll', event => {
    event.stopPropagation()
    tell()
  })
  // What is told is told at once, not with the next picture.
  this.userScrollTo = (to: 'top' | 'bottom' | number) => {
    const across = this.data.scrollX && !this.data.scrollY
    const end = across ? host.scrollWidth : host.scrollHeight
    this.ends = {}
    host.scrollTo({ [across ? 'left' : 'top']: to === 'top' ? 0 : to === 'bottom' ? end : to, behavior: 'instant' })
    tell()
  }
  onPull(host, {
    ready: () => this.data.refresherEnabled && !this.refreshing,
    pulling: distance => {
      this.setData({ pulled: distance })
      this.triggerEvent('refresherpulling', { dy: distance })
    },
    released: distance => {
      if (distance >= this.data.refresherThreshold) return this.refresh()
      this.setData({ pulled: 0 })
      this.triggerEvent('refresherabort', { dy: distance })
    },
  })
  requestAnimationFrame(() => {
    this.scrollNow({ top: Number.parseFloat(this.data.scrollTop), left: Number.parseFloat(this.data.scrollLeft) })
    this.scrollToId(this.data.scrollIntoView)
  })
}

export const scrollHooks = { 'scroll-view': scrollView }
