/** One page of the stack: its bar, its scrolling body, the pull-down refresh, its styles. */
import { isStill } from '../builtins/dom/drag.ts'
import { onPull } from '../builtins/dom/scroll.ts'
import type { ScrollTo } from '../runtime/types.ts'
import { NavigationBar, type BarState } from './navigation-bar.ts'
import type { PageSheets } from './sheets.ts'
import type { TabBar } from './tab-bar.ts'

/** The part of a page's merged window config that is looks. */
export interface WindowConfig {
  navigationBarTitleText?: string
  navigationBarTextStyle?: string
  navigationBarBackgroundColor?: string
  navigationStyle?: string
  backgroundColor?: string
  backgroundTextStyle?: string
  enablePullDownRefresh?: boolean
  onReachBottomDistance?: number
  disableScroll?: boolean
}

/** What happens in a page that the app wants to know. */
export interface PageEvents {
  scrolled(top: number): void
  bottom(): void
  refresh(): void
  back(): void
  home(): void
  /** The page has left the document. */
  gone(sheets: PageSheets): void
}

const PULLED = 50
const DOTS = '<div class="wx--dots"><i></i><i></i><i></i></div>'

/** WeChat's dark bar and page where the app left the colours to it. */
export function barOf(window: WindowConfig): BarState {
  const textStyle = window.navigationBarTextStyle === 'black' ? 'black' : 'white'
  return {
    title: window.navigationBarTitleText ?? '', textStyle, background: window.navigationBarBackgroundColor || '#000000',
    loading: false, custom: window.navigationStyle === 'custom', back: false, home: false,
  }
}

/** Of a colour in hex digits. */
function isLight(colour: string): boolean {
  const digits = /^#(?:([\da-f]{2})([\da-f]{2})([\da-f]{2})|([\da-f])([\da-f])([\da-f])$)/i.exec(colour)
  if (!digits) return false
  const [red = 0, green = 0, blue = 0] = digits.slice(1).filter(Boolean).map(one => Number.parseInt(one.padEnd(2, one), 16))
  return red * .299 + green * .587 + blue * .114 > 128
}

export class PageView {
  readonly element = document.createElement('section')
  readonly scroller = document.createElement('div')
  /** Replaced by the page's own root element. */
  readonly placeholder = document.createElement('span')
  readonly bar: NavigationBar
  closed = false
  /** `wx.hideHomeButton` was called. */
  homeHidden = false
  private readonly view = document.createElement('div')
  private readonly refresher = document.createElement('div')
  private refreshing = false
  private wasAtBottom = false
  private lastTop = 0

  constructor(readonly path: string, public state: BarState, readonly window: WindowConfig, private readonly sheets: PageSheets, private readonly events: PageEvents) {
    this.bar = new NavigationBar(events)
    this.element.className = 'wx--page'
    sheets.belongTo(this.element)
    this.element.setAttribute('aria-label', state.title)
    this.view.className = 'wx--page-view'
    this.scroller.className = 'wx--page-scroll'
    this.refresher.className = 'wx--page-refresher'
    this.refresher.innerHTML = DOTS
    this.scroller.style.overflowY = window.disableScroll ? 'hidden' : ''
    this.scroller.append(this.refresher, this.placeholder)
    this.view.append(this.scroller)
    this.element.append(this.bar.element, this.view)
    this.watch()
    this.restyle(window)
  }

  /** Takes the tab bar into the page, so that it moves with it. */
  hold(tabs: TabBar, path: string): void {
    this.element.append(tabs.element)
    tabs.select(path)
  }

  /** A place over the page's foot for a tab bar of the app's own. */
  holdCustomTabs(): { parent: HTMLElement; placeholder: HTMLElement } {
    const [parent, placeholder] = [document.createElement('div'), document.createElement('span')]
    parent.className = 'wx--custom-tabs'
    parent.append(placeholder)
    this.view.append(parent)
    return { parent, placeholder }
  }

  /** Changes what the bar shows. */
  drawBar(change: Partial<BarState>, animation?: { duration?: number; timingFunc?: string }): void {
    Object.assign(this.state, change)
    this.element.classList.toggle('wx--is-custom', this.state.custom)
    this.bar.draw(this.state, animation)
  }

  /** Takes the colours of a window config. */
  restyle(window: WindowConfig): void {
    const { textStyle, background } = barOf(window)
    this.paint(window.backgroundColor ?? '')
    this.refresher.dataset.style = window.backgroundTextStyle ?? 'dark'
    this.drawBar({ textStyle, background })
  }

  /** Gives the page a ground: a colour as WeChat takes it, or that of the theme. */
  paint(colour: string): void {
    this.element.style.backgroundColor = colour
    this.element.dataset.ground = isLight(colour) ? 'light' : ''
  }

  /** A page out of sight stands beside the screen: it keeps its layout and what is scrolled. */
  setVisible(visible: boolean): void {
    this.element.classList.toggle('wx--is-away', !visible)
    this.element.inert = !visible
    this.sheets.setOn(visible)
  }

  /** The page is gone for good. */
  remove(): void {
    this.element.remove()
    this.events.gone(this.sheets)
  }

  /** Scrolls as `wx.pageScrollTo` does; `duration` in ms. */
  scrollTo(top: number, duration: number): void {
    if (!duration || isStill()) return this.scroller.scrollTo({ top, behavior: 'instant' })
    const from = this.scroller.scrollTop
    const begin = performance.now()
    const step = (now: number) => {
      const part = Math.min(1, Math.max(0, (now - begin) / duration))
      this.scroller.scrollTop = from + (top - from) * (1 - (1 - part) ** 3)
      if (part < 1) requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  }

  /** The user scrolls; what is told is told at once, not with the next picture. */
  userScroll(to: ScrollTo): void {
    this.wasAtBottom = this.isAtBottom
    this.scroller.scrollTo({ top: to === 'top' ? 0 : to === 'bottom' ? this.scroller.scrollHeight : to, behavior: 'instant' })
    this.onScroll()
  }

  /** Where an element of the page stands, counted from the top of its content. */
  topOf(element: Element): number {
    return element.getBoundingClientRect().top + this.scroller.scrollTop
  }

  startRefresh(): void {
    if (this.refreshing) return
    this.refreshing = true
    this.pull(PULLED, true)
    this.events.refresh()
  }

  stopRefresh(): void {
    this.refreshing = false
    this.pull(0, true)
  }

  private pull(height: number, smoothly: boolean): void {
    this.refresher.style.transition = smoothly && !isStill() ? 'height .25s' : 'none'
    this.refresher.style.height = `${height}px`
  }

  private watch(): void {
    this.scroller.addEventListener('scroll', event => { if (event.target === this.scroller) this.onScroll() })
    onPull(this.scroller, {
      ready: () => Boolean(this.window.enablePullDownRefresh) && !this.refreshing,
      pulling: distance => this.pull(distance, false),
      released: distance => (distance >= PULLED ? this.startRefresh() : this.pull(0, true)),
    })
    new ResizeObserver(() => this.view.style.setProperty('--vh', `${this.view.clientHeight / 100}px`)).observe(this.view)
  }

  private onScroll(): void {
    const { scrollTop } = this.scroller
    if (this.element.inert || scrollTop === this.lastTop) return
    const down = scrollTop > this.lastTop
    this.lastTop = scrollTop
    this.events.scrolled(scrollTop)
    const { isAtBottom } = this
    if (isAtBottom && !this.wasAtBottom && down) this.events.bottom()
    this.wasAtBottom = isAtBottom
  }

  private get isAtBottom(): boolean {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller
    return scrollTop + clientHeight >= scrollHeight - (this.window.onReachBottomDistance ?? 50)
  }
}
