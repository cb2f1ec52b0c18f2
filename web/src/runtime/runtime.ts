/** One started mini-program: app, pages, wx, and its conversation with WeChat. The same in both hosts. */
import type { BuiltinDefinition, Services } from '../builtins/index.ts'
import type { Message } from '../peer.ts'
import { Clock } from './clock.ts'
import { Components } from './components.ts'
import { createConsole, placeOf } from './console.ts'
import { createEngine } from './engine.ts'
import type { Lacks, Runtime } from './face.ts'
import { Loader } from './loader.ts'
import { Packages } from './packages.ts'
import { Plugins } from './plugins.ts'
import { seededMath } from './random.ts'
import { ReadyQueue } from './ready.ts'
import { rejections, type Rejections } from './rejections.ts'
import { Router } from './router.ts'
import { scope } from './scope.ts'
import { setRunning } from './running.ts'
import { carrier } from './set-data.ts'
import { makeServices } from './services.ts'
import { ServerCalls } from './server-calls.ts'
import { Teller } from './teller.ts'
import type { Bundle, EnterOptions, Environment, Host, Json, PageHandle, Screen } from './types.ts'
import { plain } from './values.ts'
import { IntersectionObserver } from './view/intersection.ts'
import './view/methods.ts'
import { SelectorQuery, type QueryNeeds } from './view/selector-query.ts'
import { createWx, MemoryFiles, StorageArea, type WxNeeds } from './wx/index.ts'
import { deedOn } from './place.ts'
import { windowInfo } from './wx/system.ts'
import { isOfficial } from './wx/names.ts'
import { IN_PART } from './wx/table.ts'

export type { Runtime } from './face.ts'

/** What also the app may bring about by itself. */
const MOVES = new Set(['scroll', 'pull', 'drag'])

export function createRuntime(host: Host, bundle: Bundle, builtins: Record<string, BuiltinDefinition>): Runtime {
  return new MiniProgram(host, bundle, builtins)
}

const NO_ENTER: EnterOptions = { path: '', query: {}, scene: 1001, referrerInfo: {} }

/** What everybody is called since October 2022. */
const NOBODY = { nickName: '微信用户', avatarUrl: '' }

class MiniProgram implements Runtime {
  readonly clock: Clock
  readonly router: Router
  readonly services: Services
  readonly storage: StorageArea
  private readonly teller: Teller
  private readonly rejections: Rejections
  private readonly loader: Loader
  private readonly components: Components
  private readonly files: MemoryFiles
  private readonly calls: ServerCalls
  private readonly wx: ReturnType<typeof createWx>
  private readonly enter = { launch: NO_ENTER, current: NO_ENTER }
  private readonly packages: Packages
  private readonly app: Json = {}
  private started = false
  private appMade = false
  private lastEvent = 0
  private readonly resized = new Set<() => void>()

  constructor(private readonly host: Host, private readonly bundle: Bundle, private readonly builtins: Record<string, BuiltinDefinition>) {
    this.teller = this.makeTeller()
    this.rejections = rejections(host.deaf === true, this.teller, what => {
      this.callApp('onUnhandledRejection', what)
      this.wx.emit('unhandledRejection', what)
    })
    this.clock = new Clock(host.environment.clock.now, (error, where) => this.teller.fault(error, where), (given, where) => void this.rejections.kept(given, where))
    this.calls = new ServerCalls(host.instance, message => host.send(message))
    this.packages = new Packages(bundle.app, () => host.environment.network, one => this.teller.notify('App.package', { ...one }))
    this.loader = new Loader(bundle.scripts, bundle.typescript, this.packages, words => this.teller.log('warn', words), this.rejections)
    this.files = new MemoryFiles(path => host.packaged?.(path) ?? null, () => this.clock.now())
    this.services = this.makeServices()
    const fault = (error: unknown, where: string) => this.teller.fault(error, where)
    const ready = new ReadyQueue()
    setRunning({
      view: this.view, clock: this.clock, services: this.services, ready, began: this.clock.now(), onError: fault,
      onWarning: (words, where) => this.teller.warnOnce(words, where),
      carried: carrier(host.environment.switches['setData.copied'] === 'json', words => this.teller.log('warn', words), words => this.teller.warnOnce(words)),
    })
    const engine = createEngine(bundle, host.backend, builtins, this.clock)
    const plugins = new Plugins(bundle.app, name => this.teller.missing(name))
    const components = this.components = new Components(bundle, engine, this.loader, fault, name => this.teller.missing(name), plugins, this.packages, this.rejections)
    this.router = new Router(bundle, host, engine, components, {
      call: (page, name, ...args) => this.rejections.kept(this.callPage(page, name, ...args), `${page.path}.${name}`),
      routed: () => this.tellRoute(),
      entering: path => this.entering(path),
    })
    this.storage = new StorageArea(host.storage, change => this.teller.notify('Storage.write', { ...change }))
    this.wx = createWx(this.wxNeeds(builtins))
    this.behaviors = engine.behaviors
    this.loader.provide(scope(this.names(components)))
    this.clock.follow(host)
  }

  private readonly behaviors: Record<string, unknown>

  receive(message: Message): void {
    if (message.method === 'App.event') this.event(message)
    else if (message.method === undefined) this.calls.settle(message)
  }

  callPage(page: PageHandle, method: string, ...args: unknown[]): unknown {
    const run = page.page[method]
    return typeof run === 'function' ? this.teller.guarded(() => run.apply(page.page, args), `${page.path}.${method}`) : undefined
  }

  tapped(): void { this.teller.notify('App.tap') }

  get screen(): Screen { return this.host.screen }

  did(act: string, element?: unknown, value?: unknown): void {
    const page = this.router.top
    if (!this.host.environment.recording || !page || (MOVES.has(act) && !this.host.byHand?.())) return
    const deed = deedOn(page, act, element, value)
    if (deed) this.teller.notify('App.did', { ...deed })
  }

  /** The user shares the page, by a button or the menu; what the page says of it stands in the journal. */
  share(options: Json): void {
    const page = this.router.top
    const shared = page && this.callPage(page, 'onShareAppMessage', options)
    void Promise.resolve((shared as Json | undefined)?.promise ?? shared).then(
      detail => this.teller.notify('App.told', { name: 'onShareAppMessage', detail: plain(detail ?? null) }),
      error => this.teller.fault(error, 'onShareAppMessage'),
    )
  }

  back(): void {
    if (this.router.closeOver()) return
    if (this.router.stack.length > 1) this.router.back(1)
    else this.teller.notify('App.exit')
  }

  chooseTab(index: number): void {
    const tab = this.bundle.app.tabBar?.list?.[index]
    if (!tab) return
    const path = String(tab.pagePath).replace(/^\//, '')
    const page = () => this.router.top
    this.router.switchTab(path)
    if (page()?.path === path) this.callPage(page()!, 'onTabItemTap', { index: String(index), pagePath: path, text: tab.text })
  }

  update(environment: Partial<Environment>): void {
    const { screenWidth, screenHeight } = this.host.environment
    Object.assign(this.host.environment, environment)
    const { screenWidth: width, screenHeight: height } = this.host.environment
    if (width === screenWidth && height === screenHeight) return
    for (const run of this.resized) run()
    const window = this.windowInfo
    const resized = { size: { windowWidth: window.windowWidth, windowHeight: window.windowHeight, screenWidth: width, screenHeight: height } }
    this.wx?.emit('windowResize', resized)
    const page = this.router?.top
    if (page) this.callPage(page, 'onResize', resized)
  }

  lacks(wx: string[], tags: string[]): Lacks {
    return {
      partly: wx.filter(name => IN_PART.includes(name)),
      wx: wx.filter(name => isOfficial(name) && !Object.hasOwn(this.wx.wx, name)),
      tags: tags.filter(tag => !this.builtins[tag]),
      boxed: tags.filter(tag => this.builtins[tag]?.boxed),
    }
  }

  threw(error: unknown): void { this.teller.fault(error, 'event') }

  rejected(reason: unknown, promise: Promise<unknown>): void { this.rejections.uncaught(reason, promise) }

  tellRejected(): boolean { return this.rejections.tell() }

  // -- events of the server ---------------------------------------------------------------------------------------

  private event({ id, params = {} }: Message): void {
    const { number, event, options } = params as { number: number; event: string; options: Json }
    if (number > this.lastEvent) {
      this.lastEvent = number
      this.teller.guarded(() => this.handle(event, options), event)
    }
    this.host.send({ id, result: {} })
  }

  private handle(event: string, options: Json): void {
    if (event === 'launch') this.launch(options as EnterOptions)
    else if (event === 'show') this.show(options as EnterOptions)
    else if (event === 'hide') this.hide()
    else if (event === 'back') this.back()
    else if (event === 'clock') this.setClock(options as Environment['clock'])
    else if (event === 'socket') this.wx.socket(options)
    else if (event === 'network') {
      this.update({ network: options.networkType })
      this.wx.emit('networkStatusChange', { isConnected: options.networkType !== 'none', networkType: options.networkType })
    }
    else if (event === 'happened') this.wx.emit(options.name, options.detail)
    else if (event === 'theme') {
      this.update({ theme: options.theme })
      this.callApp('onThemeChange', options)
      this.wx.emit('themeChange', options)
    }
  }

  private launch(options: EnterOptions): void {
    this.enter.launch = this.enter.current = options
    if (!this.packages.of(options.path).independent) this.start()
    this.wx.emit('appShow', options)
    if (this.router.has(options.path)) return this.router.reLaunch(options.path, options.query)
    this.lost(options)
  }

  /** app.js and the app's first lifetimes: when a page outside every independent sub-package first needs them. */
  private start(): void {
    if (this.started) return
    this.started = true
    this.packages.open('app')
    this.teller.guarded(() => { if (this.loader.has('app')) this.loader.loadEntry('app') }, this.loader.fileOf('app'))
    this.callApp('onLaunch', this.enter.launch)
    this.callApp('onShow', this.enter.current)
  }

  private entering(path: string): void {
    if (!this.packages.of(path).independent) this.start()
    this.packages.preload(path)
  }

  /** The page to start with is not there: the app may open another at once, else its first page opens. */
  private lost({ path, query }: EnterOptions): void {
    const lost = { path, query, isEntryPage: true }
    this.callApp('onPageNotFound', lost)
    const heard = this.wx.emit('pageNotFound', lost)
    if (!heard && this.app.onPageNotFound === undefined) this.teller.fault(new Error(`Page "${path}" is not found`), 'launch')
    void Promise.resolve().then(() => { if (!this.router.top) this.router.reLaunch(this.router.home, {}) })
  }

  private show({ reLaunch, ...options }: EnterOptions): void {
    this.enter.current = options as EnterOptions
    this.callApp('onShow', options)
    this.wx.emit('appShow', options)
    if (reLaunch && this.router.has(options.path as string)) this.router.reLaunch(options.path as string, options.query as Record<string, string>)
    else this.router.showTop()
  }

  private hide(): void {
    this.router.hideTop()
    this.callApp('onHide')
    this.wx.emit('appHide', undefined)
  }

  private callApp(name: string, options?: unknown): void {
    const run = this.app[name]
    if (typeof run !== 'function') return
    const own = name === 'onUnhandledRejection' ? options : plain(options ?? {})
    const given = this.teller.guarded(() => run.apply(this.app, options === undefined ? [] : [own]), `App.${name}`)
    if (name !== 'onUnhandledRejection') this.rejections.kept(given, `App.${name}`) // it would call itself for ever
    this.teller.notify('App.told', { name: `App.${name}`, detail: name === 'onUnhandledRejection' ? {} : options ?? {} })
  }

  // -- time -------------------------------------------------------------------------------------------------------

  private setClock(clock: Environment['clock']): void {
    this.host.environment.clock = clock
    this.clock.live = null
    this.clock.advanceTo(clock.now)
    this.clock.follow(this.host)
  }

  // -- what goes wrong, and what is told --------------------------------------------------------------------------

  private makeTeller(): Teller {
    return new Teller(this.host, {
      heard: fault => {
        if (typeof this.app.onError === 'function') this.app.onError(fault.stack)
        this.wx.emit('error', fault)
      },
      reason: (error, stack) => this.reasonOf(error, stack),
      opening: () => this.router.opening,
    })
  }

  get at(): string { return this.teller.at }

  /** What we know of an error beyond its own words. */
  private reasonOf(error: unknown, stack: string): Json | null {
    const place = placeOf(stack)
    if (error instanceof RangeError && !place) return { id: 'recursion', way: this.components.circles().join(', ') || '<template>' }
    const stray = error instanceof Error && this.loader.strayOf(error)
    if (stray) return { id: 'module', ...stray }
    const circle = error instanceof TypeError && place ? this.loader.circleAt(place.replace(/:\d+$/, '')) : null
    return circle && { id: 'circle', ...circle }
  }

  private tellRoute(): void {
    const stack = this.router.stack.map(({ path, query }) => ({ path, query }))
    this.teller.notify('App.route', { stack, title: this.router.top?.window.navigationBarTitleText ?? '' })
  }

  // -- what scripts and built-ins get -----------------------------------------------------------------------------

  private names(components: Components): Record<string, unknown> {
    const { clock } = this
    return {
      ...components.registrars,
      requirePlugin: components.plugins.require,
      App: (definition: Json = {}) => {
        // What an independent sub-package has put on the default app wins.
        const { onUnhandledRejection, ...others } = definition // its own would call it for ever
        Object.assign(this.app, { ...this.rejections.functions(others, 'App'), ...(onUnhandledRejection && { onUnhandledRejection }), ...this.app })
        this.appMade = true
      },
      getApp: (options?: { allowDefault?: boolean }) => (this.appMade || options?.allowDefault ? this.app : undefined),
      getCurrentPages: () => this.router.stack.map(handle => handle.page),
      wx: this.wx.wx,
      console: createConsole((level, text, where) => this.teller.log(level, text, where), this.host.console),
      setTimeout: clock.setTimeout, clearTimeout: clock.clearTimeout,
      setInterval: clock.setInterval, clearInterval: clock.clearInterval,
      requestAnimationFrame: clock.requestAnimationFrame, cancelAnimationFrame: clock.clearTimeout,
      Date: clock.Date,
      ...(this.host.realNow ? {} : { Math: seededMath(this.host.environment.seed) }),
      __wxConfig: { pages: this.bundle.app.pages, tabBar: this.bundle.app.tabBar, accountInfo: { appId: this.host.environment.appId } },
    }
  }

  /** Modules of its own, on the same thread: nothing of the app but clock and console is in its scope. */
  private runWorker(path: string, folder: string, worker: Json, alive: (run: () => void) => void): void {
    const own = Object.fromEntries(Object.entries(this.bundle.scripts).filter(([name]) => name.startsWith(folder)))
    const loader = new Loader(own, this.bundle.typescript, this.packages, words => this.teller.log('warn', words), this.rejections)
    const { console, clearTimeout, clearInterval, Date, Math = globalThis.Math } = this.names(this.components)
    const later = (set: (run: () => void, ms?: number) => number) => (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      set(() => alive(() => run(...args)), ms)
    const { setTimeout, setInterval } = this.clock
    const absent = { wx: undefined, App: undefined, Page: undefined, Component: undefined, Behavior: undefined, getApp: undefined, getCurrentPages: undefined }
    this.packages.open(path)
    loader.provide(scope({ ...absent, worker, console, setTimeout: later(setTimeout), setInterval: later(setInterval), clearTimeout, clearInterval, Date, Math }))
    this.teller.guarded(() => loader.load(path), path)
  }

  private wxNeeds(builtins: Record<string, BuiltinDefinition>): WxNeeds {
    const { host } = this
    return {
      environment: host.environment,
      enter: this.enter,
      callServer: (name, params, done) => this.calls.call(name, params, done),
      router: this.router.calls as WxNeeds['router'],
      currentPage: () => this.router.top,
      screen: host.screen,
      storage: this.storage,
      clock: this.clock,
      tell: (name, call, detail, promised) =>
        this.teller.notify('App.told', { name, ...(call === undefined ? {} : { call }), detail: plain(detail ?? null), ...(promised ? { promised } : {}) }),
      fault: (error, where) => this.teller.fault(error, where),
      kept: (given, where) => this.rejections.kept(given, where),
      promised: (promise, name) => this.rejections.promised(promise, `wx.${name}`),
      missing: name => this.teller.missing(name),
      lost: where => this.teller.notify('App.lost', where),
      files: this.files,
      asset: source => this.assetUrl(source),
      hasScript: path => this.loader.has(path),
      runWorker: (path, folder, worker, alive) => this.runWorker(path, folder, worker, alive),
      createSelectorQuery: () => new SelectorQuery(this.view),
      createIntersectionObserver: (component, options) => new IntersectionObserver(this.view, component, options),
      hasComponent: tag => builtins[tag] !== undefined || tag === 'block' || tag === 'slot',
      appJson: this.bundle.app,
      complain: words => this.teller.log('error', words),
    }
  }

  private assetUrl(source: string, from = this.router.top?.path ?? ''): string {
    return this.files.url(source) ?? this.host.asset(source, from)
  }

  get api(): Record<string, any> { return this.wx.wx }

  /** What queries and observers look at. */
  private get view(): QueryNeeds {
    return {
      page: () => this.router.top?.page,
      window: () => this.windowInfo as ReturnType<QueryNeeds['window']>,
      fault: (error, where) => this.teller.fault(error, where),
    }
  }

  private get windowInfo() { return windowInfo({ environment: this.host.environment, currentPage: () => this.router?.top ?? null, appJson: this.bundle.app }) }

  private makeServices(): Services {
    return makeServices({
      clock: this.clock, resized: this.resized,
      invoke: (name, params) => this.wx.invoke(name, params) as ReturnType<Services['invoke']>,
      assetUrl: (source, from) => this.assetUrl(source, from),
      share: target => this.share({ from: 'button', target }),
      behavior: name => this.behaviors[name],
      missing: name => this.teller.missing(name),
      warn: words => this.teller.warnOnce(words),
      did: (act, element, value) => this.did(act, element, value),
      page: () => this.router.top,
      guarded: (run, where) => {
        try {
          return run()
        } catch (error) {
          this.teller.fault(error, where)
          return undefined
        }
      },
      profile: () => (this.host.environment.switches['profile.names'] === 'real' ? this.host.environment.user : NOBODY),
      windowSize: () => ({ width: Number(this.windowInfo.windowWidth), height: Number(this.windowInfo.windowHeight) }),
    })
  }
}
