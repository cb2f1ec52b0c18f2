/** The browser's half of what lies over a page: the slide down, the way out of the flow, the page's own style. */
import type { Builtin } from '../define.ts'
import { onDrag } from './drag.ts'
import { fly } from './share.ts'

const SLID = 60

function pageContainer(this: Builtin, host: HTMLElement): void {
  const body = host.querySelector<HTMLElement>(':scope > .wx--container')!
  // What else the page sets at this moment is there by then.
  this.fly = (into: boolean) => queueMicrotask(() => fly(host, into))
  const restore = () => body.style.removeProperty('translate')
  onDrag(body, {
    axis: 'y',
    start: () => Boolean(this.data.closeOnSlideDown) && body.scrollTop <= 0,
    move: (_dx, dy) => { body.style.translate = `0 ${Math.max(0, dy)}px` },
    end: (_dx, dy, _speedX, speedY) => {
      if (dy > SLID || speedY > .5) this.close()
      restore()
    },
  })
}

/** The content goes to the end of the page's root, out of every box that would hold or cut it; the engine knows it by itself. */
function rootPortal(this: Builtin, host: HTMLElement): void {
  const content = host.querySelector<HTMLElement>(':scope > .wx--portal')!
  this.carry = () => {
    const away = this.data.enable ? host.closest('wx-page') : null
    ;(away ?? host).append(content)
  }
  this.drop = () => content.remove()
  // The host gets its place in the page after this.
  queueMicrotask(() => { if (host.isConnected) this.carry() })
}

/** A tap on it leaves the keyboard where it is. */
function keyboardAccessory(this: Builtin, host: HTMLElement): void {
  host.addEventListener('mousedown', event => event.preventDefault())
}

function pageMeta(this: Builtin, host: HTMLElement): void {
  const page = () => host.closest<HTMLElement>('wx-page')
  let scroller: HTMLElement | null = null
  const own = { overflow: '' }
  this.restyle = () => {
    const root = page()
    if (!root) return
    root.setAttribute('style', `${this.data.pageStyle};${this.data.pageFontSize ? `font-size:${this.data.pageFontSize}` : ''}`)
    // The page's root does not scroll by itself here: what it says of that is the scroller's.
    if (!scroller) {
      scroller = root.closest<HTMLElement>('.wx--page-scroll')
      own.overflow = scroller?.style.overflowY ?? ''
    }
    if (scroller) scroller.style.overflowY = getComputedStyle(root).overflowY === 'hidden' ? 'hidden' : own.overflow
  }
  this.unstyle = () => { if (scroller) scroller.style.overflowY = own.overflow }
  queueMicrotask(() => this.restyle())
}

export const overHooks = { 'page-container': pageContainer, 'root-portal': rootPortal, 'keyboard-accessory': keyboardAccessory, 'page-meta': pageMeta }
