/** The phone's screen as the app fills it: pages, tab bar, and what status bar and capsule must know of them. */
import type { Json, PageHandle, Screen, ScrollTo, Transition } from '../runtime/types.ts'
import type { Assets } from './assets.ts'
import type { FrameContext } from './context.ts'
import type { BarState } from './navigation-bar.ts'
import { loadFont } from './fonts.ts'
import { showOverlay } from './overlay.ts'
import { barOf, PageView } from './page-view.ts'
import { Pages } from './pages.ts'
import { TabBar, type TabBarConfig } from './tab-bar.ts'

export interface Chrome { textStyle: 'black' | 'white'; background: string; canGoBack: boolean; capsule: boolean }

/** What the screen tells: the user's moves and each page's events. */
export interface ScreenEvents {
  back(): void
  home(): void
  tab(index: number): void
  scrolled(page: PageHandle, top: number): void
  bottom(page: PageHandle): void
  refresh(page: PageHandle): void
  chrome(chrome: Chrome): void
}

interface Options {
  context: FrameContext
  assets: Assets
  app: Json & { pages: string[] }
  /** The page stack from the bottom up, whenever asked. */
  stack(): PageHandle[]
  /** A config with the theme's variables filled in. */
  themed<Config extends Json>(config: Config): Config
  on: ScreenEvents
}

export class FrameScreen implements Screen {
  readonly tabs: TabBar | null
  readonly area = document.createElement('div')
  private readonly views = new Map<PageHandle, PageView>()
  private readonly pages: Pages
  private last = ''

  constructor(private readonly options: Options) {
    const { assets, app, on } = options
    const tabBar = app.tabBar as TabBarConfig | undefined
    this.area.className = 'wx--pages'
    document.body.replaceChildren(this.area)
    this.pages = new Pages(this.area, () => this.viewOf(options.stack().at(-2)), () => on.back(), () => Boolean(options.stack().at(-1)?.over.length))
    this.tabs = tabBar?.list?.length ? new TabBar(options.themed(tabBar), assets, on.tab) : null
    document.body.classList.toggle('wx--has-top-tabs', tabBar?.position === 'top')
  }

  mount(page: PageHandle): { parent: HTMLElement; placeholder: HTMLElement } {
    const { context, on } = this.options
    const window = this.options.themed(page.window)
    const view = new PageView(page.path, barOf(window), window, context.takeSheets(), {
      scrolled: top => on.scrolled(page, top),
      bottom: () => on.bottom(page),
      refresh: () => on.refresh(page),
      back: () => on.back(),
      home: () => on.home(),
      gone: sheets => context.dropSheets(sheets),
    })
    view.setVisible(false)
    this.views.set(page, view)
    this.area.append(view.element)
    return { parent: view.scroller, placeholder: view.placeholder }
  }

  mountTabBar(page: PageHandle): { parent: HTMLElement; placeholder: HTMLElement } { return this.views.get(page)!.holdCustomTabs() }

  show(page: PageHandle, transition: Transition): void {
    const view = this.views.get(page)
    if (!view) return
    const depth = this.options.stack().indexOf(page)
    const first = this.options.app.pages[0]
    view.drawBar({ back: depth > 0, home: depth <= 0 && !page.isTab && page.path !== first && !view.homeHidden })
    if (this.tabs && page.isTab) view.hold(this.tabs, page.path)
    this.pages.show(view, transition)
    this.tellChrome()
  }

  close(page: PageHandle): void {
    const view = this.views.get(page)
    this.views.delete(page)
    if (view) this.pages.close(view)
    this.tellChrome()
  }

  /** `{title}`, `{frontColor, backgroundColor, animation}`, `{loading}`, `{home: false}`: as the wx calls give them. */
  navigationBar(page: PageHandle, change: Json): void {
    const view = this.views.get(page)
    if (!view) return
    const state: Partial<BarState> = {}
    if (change.title !== undefined) state.title = String(change.title)
    if (change.frontColor) state.textStyle = String(change.frontColor).toLowerCase() === '#000000' ? 'black' : 'white'
    if (change.backgroundColor) state.background = String(change.backgroundColor)
    if (change.loading !== undefined) state.loading = Boolean(change.loading)
    if (change.pageBackground) view.paint(String(change.pageBackground))
    if (change.home === false) {
      view.homeHidden = true
      state.home = false
    }
    view.drawBar(state, change.animation)
    this.tellChrome()
  }

  /** `{badge: {index, text}}`, `{dot: {index, shown}}`, `{item}`, `{style}`, `{visible}`: as the wx calls give them. */
  tabBar(change: Json): void {
    const { tabs } = this
    if (!tabs) return
    if (change.badge) tabs.setMark(change.badge.index, { badge: String(change.badge.text ?? ''), dot: false })
    if (change.dot) tabs.setMark(change.dot.index, { dot: Boolean(change.dot.shown), badge: '' })
    if (change.item) tabs.setItem(change.item.index, { text: change.item.text, iconPath: change.item.iconPath, selectedIconPath: change.item.selectedIconPath })
    if (change.style) tabs.setStyle(change.style)
    if (change.visible !== undefined) tabs.setHidden(!change.visible)
  }

  /** The theme changed: bars and backgrounds take its colours. */
  retheme(): void {
    for (const [page, view] of this.views) view.restyle(this.options.themed(page.window))
    if (this.options.app.tabBar) this.tabs?.setStyle(this.options.themed(this.options.app.tabBar as Json))
    this.tellChrome()
  }

  scrollTo(page: PageHandle, { scrollTop, selector, offsetTop = 0, duration = 300 }: Json): void {
    const view = this.views.get(page)
    if (!view) return
    const found = selector ? (page.root.getComponent().getShadowRoot()?.querySelector(selector) as any)?.$$ : null
    if (found) view.scrollTo(view.topOf(found) + offsetTop, duration)
    else if (scrollTop !== undefined) view.scrollTo(Number(scrollTop), duration)
  }

  userScroll(page: PageHandle, to: ScrollTo): void { this.views.get(page)?.userScroll(to) }

  pullDown(page: PageHandle, on: boolean): void {
    const view = this.views.get(page)
    if (on) view?.startRefresh()
    else view?.stopRefresh()
  }

  /** Pages that slide are where they go: what is tapped now is what is seen then. */
  finishSlides(): void { this.pages.finish() }

  hideKeyboard(): void { (document.activeElement as HTMLElement | null)?.blur?.() }

  loadFont(family: string, source: string, desc?: Json): Promise<Json> { return loadFont(family, this.options.assets.inCss(source), desc) }

  overlay(what: Json): void { showOverlay(what) }

  private viewOf(page: PageHandle | undefined): PageView | null {
    return (page && this.views.get(page)) ?? null
  }

  private tellChrome(): void {
    const view = this.pages.visible
    if (!view) return
    const { textStyle, background, custom } = view.state
    const canGoBack = this.options.stack().length > 1
    const chrome = { textStyle, background: custom ? view.window.backgroundColor ?? '#ffffff' : background, canGoBack, capsule: true }
    const text = JSON.stringify(chrome)
    if (text !== this.last) this.options.on.chrome(chrome)
    this.last = text
  }
}
