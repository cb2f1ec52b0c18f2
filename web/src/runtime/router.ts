/** The page stack: https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/route.html */
import { resolve } from '../paths.ts'
import type { Components } from './components.ts'
import { glassEasel, type Engine } from './engine.ts'
import { EventChannel } from './event-channel.ts'
import { NoPage, WxFail } from './fail.ts'
import { isForeign } from './plugins.ts'
import type { Bundle, Host, Json, PageHandle, Transition } from './types.ts'

const DEEPEST = 10

/** What pages' lifetimes need of the app. */
export interface Lifetimes {
  /** Runs a method of the page, if it has one; what it throws is reported. */
  call(page: PageHandle, name: string, ...args: unknown[]): unknown
  routed(): void
  /** A page is about to be made: what it stands on must be there. */
  entering(path: string): void
}

export class Router {
  readonly stack: PageHandle[] = []
  private readonly tabs: string[]
  private readonly keptTabs = new Map<string, PageHandle>()
  private made = 0

  constructor(
    private readonly bundle: Bundle, private readonly host: Host, private readonly engine: Engine,
    private readonly components: Components, private readonly lifetimes: Lifetimes,
  ) {
    this.tabs = (bundle.app.tabBar?.list ?? []).map((tab: Json) => String(tab.pagePath).replace(/^\//, ''))
  }

  get top(): PageHandle | null { return this.stack.at(-1) ?? null }

  get home(): string { return (this.bundle.app.entryPagePath as string) || this.bundle.app.pages[0]! }

  isTab(path: string): boolean { return this.tabs.includes(path) }

  /** What the tab bar's buttons read. */
  get tabTexts(): string[] { return (this.bundle.app.tabBar?.list ?? []).map((tab: Json) => String(tab.text ?? '')) }

  has(path: string): boolean { return this.bundle.app.pages.includes(path) }

  /** The five navigations by their wx names. They throw WxFail. */
  readonly calls: Record<string, (params: Json) => Json> = {
    navigateTo: params => {
      const { path, query } = this.target(params.url, 'navigateTo')
      if (this.isTab(path)) throw new WxFail('can not navigateTo a tabbar page')
      if (this.stack.length >= DEEPEST) throw new WxFail(`webview count limit exceed`)
      const [here, there] = EventChannel.pair()
      for (const [event, listener] of Object.entries(params.events ?? {})) if (typeof listener === 'function') here.on(event, listener as () => void)
      this.hideTop()
      this.push(path, query, 'push', there)
      return { eventChannel: here }
    },
    redirectTo: params => {
      const { path, query } = this.target(params.url, 'redirectTo')
      if (this.isTab(path)) throw new WxFail('can not redirectTo a tabbar page')
      const old = this.stack.pop()
      if (old) this.unload(old)
      this.push(path, query, 'none')
      return {}
    },
    navigateBack: params => {
      if (this.stack.length <= 1) throw new WxFail('cannot navigate back at first page.')
      const delta = Math.max(1, Math.floor(Number(params.delta ?? 1)) || 1)
      if (delta > 1 || !this.closeOver()) this.back(delta)
      return {}
    },
    switchTab: params => {
      const { path } = this.target(params.url, 'switchTab')
      if (!this.isTab(path)) throw new WxFail('can not switch to no-tabBar page')
      this.switchTab(path)
      return {}
    },
    reLaunch: params => {
      const { path, query } = this.target(params.url, 'reLaunch')
      this.reLaunch(path, query)
      return {}
    },
  }

  reLaunch(path: string, query: Record<string, string>): void {
    for (const page of [...this.stack, ...this.keptTabs.values()].reverse()) this.unload(page)
    this.stack.length = 0
    this.keptTabs.clear()
    this.push(path, query, 'none')
  }

  /** Closes what lies over the page, such as a page-container; whether there was anything. */
  closeOver(): boolean {
    const close = this.top?.over.at(-1)
    close?.()
    return close !== undefined
  }

  /** Pops `delta` pages, the first one always stays. */
  back(delta: number): void {
    const count = Math.min(delta, this.stack.length - 1)
    const leaving = this.stack.splice(this.stack.length - count, count)
    const page = this.top!
    this.host.screen.show(page, 'pop')
    for (const one of leaving.reverse()) this.unload(one)
    this.lifetimes.call(page, 'onShow')
    this.pageLifetime(page, 'show')
    this.lifetimes.routed()
  }

  switchTab(path: string): void {
    const current = this.top
    if (current?.path === path && this.stack.length === 1) return
    const [bottom, ...above] = this.stack
    for (const page of above.reverse()) this.unload(page)
    this.stack.length = 0
    if (bottom && this.isTab(bottom.path)) {
      if (current === bottom) this.hide(bottom)
      this.keptTabs.set(bottom.path, bottom)
    } else if (bottom) this.unload(bottom)
    const kept = this.keptTabs.get(path)
    if (!kept) return this.push(path, {}, 'none')
    this.keptTabs.delete(path)
    this.stack.push(kept)
    this.host.screen.show(kept, 'none')
    this.showAgain(kept)
    this.lifetimes.routed()
  }

  hideTop(): void { if (this.top) this.hide(this.top) }

  showTop(): void { if (this.top) this.showAgain(this.top) }

  private showAgain(page: PageHandle): void {
    this.lifetimes.call(page, 'onShow')
    this.pageLifetime(page, 'show')
  }

  private hide(page: PageHandle): void {
    this.lifetimes.call(page, 'onHide')
    this.pageLifetime(page, 'hide')
  }

  private push(path: string, query: Record<string, string>, transition: Transition, channel = new EventChannel()): void {
    const page = this.create(path, query)
    page.page.getOpenerEventChannel = () => channel
    this.stack.push(page)
    this.attach(page)
    this.host.screen.show(page, transition)
    this.lifetimes.call(page, 'onLoad', { ...query })
    this.lifetimes.call(page, 'onShow')
    this.pageLifetime(page, 'show')
    this.engine.ready.flush()
    this.lifetimes.call(page, 'onReady')
    this.lifetimes.routed()
  }

  /** The page that was made last, or was to be. */
  opening = ''

  private create(path: string, query: Record<string, string>): PageHandle {
    this.opening = path
    this.lifetimes.entering(path)
    const place = isForeign(path) ? this.components.placeholder(path) : path
    this.components.load(place)
    const root = this.engine.backend.createRoot('page', this.engine.space, place)
    const page = root.get()
    Object.assign(page, { route: path, __route__: path, options: query })
    this.bindMethods(page, path)
    const window = { ...this.bundle.app.window, ...this.bundle.json[path] }
    const isTab = this.isTab(path)
    const tabBar = isTab && this.bundle.app.tabBar?.custom ? this.customTabBar(page) : undefined
    return { id: ++this.made, path, query, window, root, page, isTab, over: [], ...(tabBar && { tabBar }) }
  }

  /** Each tab page has a `custom-tab-bar/index` of its own: https://developers.weixin.qq.com/miniprogram/dev/framework/ability/custom-tabbar.html */
  private customTabBar(page: any): any {
    const path = 'custom-tab-bar/index'
    if (!this.components.exists(path)) return undefined
    this.components.load(path)
    const root = this.engine.backend.createRoot('custom-tab-bar', this.engine.space, path)
    const bar = root.get()
    page.getTabBar = () => bar
    return root
  }

  /** A page's own methods keep their `this` when they are handed around: `request({success: this.loaded})`. */
  private bindMethods(page: any, path: string): void {
    for (const name of this.components.pageMethods.get(path) ?? []) {
      if (typeof page[name] === 'function') page[name] = page[name].bind(page)
    }
  }

  private attach(page: PageHandle): void {
    const place = this.host.screen.mount(page)
    if (place) page.root.attach(place.parent, place.placeholder)
    else glassEasel.Element.pretendAttached(page.root.getComponent())
    if (page.tabBar) {
      const below = this.host.screen.mountTabBar?.(page)
      if (below) page.tabBar.attach(below.parent, below.placeholder)
      else glassEasel.Element.pretendAttached(page.tabBar.getComponent())
    }
    const properties = page.root.getComponent().getComponentDefinition?.()?.behavior?.listProperties?.() ?? []
    const given = Object.fromEntries(Object.entries(page.query).filter(([name]) => properties.includes(name)))
    if (Object.keys(given).length) page.page.setData(given)
  }

  private unload(page: PageHandle): void {
    this.lifetimes.call(page, 'onUnload')
    this.host.screen.close(page)
    page.root.release()
    page.tabBar?.release()
  }

  private pageLifetime(page: PageHandle, name: 'show' | 'hide'): void {
    page.root.getComponent().triggerPageLifetime(name, [])
  }

  private target(url: unknown, call: string): { path: string; query: Record<string, string> } {
    const text = String(url ?? '')
    const [where = '', search = ''] = split(text)
    if (this.components.plugins.has(where) && call !== 'switchTab') return { path: where, query: parseQuery(search) }
    const path = resolve(where.replace(/\.html$/, ''), where.startsWith('/') ? '' : (this.top?.path ?? ''))
    const found = this.has(path) ? path : resolve(where)
    if (!this.has(found)) throw new NoPage(call === 'switchTab' ? where : path, search)
    return { path: found, query: parseQuery(search) }
  }
}

function split(url: string): [string, string] {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}

/** The query as pages get it: values are not decoded, as in WeChat. */
export function parseQuery(search: string): Record<string, string> {
  const pairs = search.split('&').filter(Boolean).map(pair => {
    const at = pair.indexOf('=')
    return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
  })
  return Object.fromEntries(pairs)
}
