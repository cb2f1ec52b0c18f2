/** One mini-program in this frame: boots the runtime on the DOM and joins it with the screen. */
import { Arena } from './arena.ts'
import { builtins } from '../builtins/index.ts'
import { withDom } from '../builtins/dom/index.ts'
import type { Message } from '../peer.ts'
import { act, placeOf, type Command, type Place } from '../runtime/drive.ts'
import { Inspector, type Look } from '../runtime/inspect.ts'
import { createRuntime, type Runtime } from '../runtime/runtime.ts'
import type { Bundle, Environment, Host, Json, PageHandle } from '../runtime/types.ts'
import { Assets, type Asset } from './assets.ts'
import { FrameContext } from './context.ts'
import { Gestures, nodeOf as engineNodeOf } from './gestures.ts'
import { boxOf, highlight } from './highlight.ts'
import { FrameScreen, type ScreenEvents } from './screen.ts'
import { themeOf, withVariables } from './theme.ts'

/** The params of `Frame.boot`; docs/protocol.md section 7. */
export interface Boot {
  instance: string
  bundle: Bundle
  assets: Asset[]
  environment: Environment
  storage: Record<string, string>
}

/** Commands for the whole page where they name no place. */
const MOVES = new Set(['scroll', 'pull'])

/** Renderings and promises of the app need so many tasks of the browser at most. */
const ROUNDS = 3

/** The next task: all that promises have to do is done by then, and what the engine puts off. */
const task = () => new Promise<void>((resolve) => { setTimeout(resolve, 0) })

export class Driver {
  private readonly runtime: Runtime | null = null
  private readonly screen: FrameScreen | null = null
  private readonly context: FrameContext | null = null
  private readonly inspector: Inspector | null = null
  private readonly gestures: Gestures | null = null

  constructor(private readonly boot: Boot, private readonly send: (message: Message) => void) {
    const { bundle } = boot
    this.dress()
    this.restyle()
    if (bundle.errors.length && !bundle.app.pages.length) {
      // The phone around this frame says why, white on dark.
      this.tellChrome({ textStyle: 'white', background: '#35201f', canGoBack: false, capsule: true })
      return
    }
    const assets = new Assets(boot.assets)
    this.context = new FrameContext(assets)
    this.restyle()
    const stack = () => this.runtime?.router.stack ?? []
    this.screen = new FrameScreen({ context: this.context, assets, app: bundle.app, stack, themed: config => this.themed(config), on: this.events() })
    this.runtime = createRuntime(this.host(assets), bundle, withDom(builtins))
    this.inspector = new Inspector(this.runtime)
    this.gestures = new Gestures(document.body, target => this.tapped(target), (act, target) => this.runtime?.did(act, target))
    new Arena(document.body, engineNodeOf)
    this.watchFaults()
  }

  /** An answer to a call, or an event. */
  receive(message: Message): void {
    if (!this.runtime) return message.id === undefined ? undefined : this.send({ id: message.id, result: {} })
    this.runtime.receive(message)
    if (message.method !== 'App.event') return
    const { event, options } = message.params as { event: string; options: Json }
    if (event === 'theme') this.restyle()
    else if (event === 'styles') this.context?.replaceSheets(options.styles)
  }

  /** Part of the environment changed, such as the size of the screen. */
  update(change: Partial<Environment>): void {
    Object.assign(this.boot.environment, change)
    this.runtime?.update(change)
    this.dress()
    this.restyle()
  }

  /** A look into the app; `highlight` marks a node on the screen, or none. */
  look(look: Look): unknown {
    if (!this.inspector) throw new Error('the mini-program is not running')
    if (look.do !== 'highlight') return this.inspector.look(look)
    highlight(this.inspector.element(look.node)?.$$ ?? null)
    return {}
  }

  /** A command of a performance, as in V8. */
  act(command: Command): unknown {
    return act(this.running, command, (element) => {
      this.screen?.finishSlides()
      return unseen(element)
    })
  }

  /** Where on the screen the command would act, once that has been scrolled into sight; null where there is nothing to see. */
  place(command: Command): Place | null {
    this.screen?.finishSlides()
    if (MOVES.has(command.do) && !command.selector) return boxOf(this.screen!.area)
    const element = placeOf(this.running, command)?.$$ as unknown
    if (!(element instanceof Element)) return null
    bringIntoSight(element)
    const { left, top, width, height } = boxOf(element)
    return { left, top, width, height }
  }

  /** Lets happen what is due at this moment, or at `now` if that is later; when the app's next timer is due. */
  async settle(now = 0): Promise<{ deadline: number | null }> {
    const clock = this.runtime?.clock
    if (clock && now > clock.now()) clock.advanceTo(now)
    for (let round = 0; round < ROUNDS; round += 1) {
      await task()
      const next = clock?.nextDeadline() ?? null
      if (clock && next !== null && next <= clock.now()) clock.advanceTo(clock.now())
    }
    return { deadline: clock?.nextDeadline() ?? null }
  }

  private get running(): Runtime {
    if (!this.runtime) throw new Error('the mini-program is not running')
    return this.runtime
  }

  private get theme(): 'light' | 'dark' { return themeOf(this.boot.bundle, this.boot.environment.theme) }

  private themed<Config extends Json>(config: Config): Config { return withVariables(config, this.boot.bundle, this.theme) }

  private host(assets: Assets): Host {
    let timer = 0
    return {
      instance: this.boot.instance,
      send: this.send,
      backend: this.context,
      screen: this.screen!,
      environment: this.boot.environment,
      storage: this.boot.storage,
      realNow: () => performance.now(),
      byHand: () => this.gestures?.byHand ?? false,
      console,
      wake(ms, run) {
        window.clearTimeout(timer)
        timer = window.setTimeout(run, Math.min(ms, 2 ** 31 - 1))
      },
      asset: (source, from) => assets.url(source, from),
      packaged: path => assets.file(path),
    }
  }

  private tapped(target: unknown): void {
    this.runtime?.did('tap', target)
    this.runtime?.tapped()
  }

  private events(): ScreenEvents {
    const call: Runtime['callPage'] = (page, method, ...args) => this.runtime?.callPage(page, method, ...args)
    const told = (page: PageHandle, method: string, [deed, value]: [string, unknown?], ...args: unknown[]) => {
      if (typeof page.page[method] === 'function') this.runtime?.did(deed, undefined, value)
      call(page, method, ...args)
    }
    return {
      back: () => {
        this.runtime?.did('back')
        this.runtime?.back()
      },
      home: () => void this.runtime?.services.invoke('reLaunch', { url: `/${this.runtime.router.home}` }),
      tab: index => {
        this.runtime?.did('tab', undefined, this.runtime.router.tabTexts[index])
        this.runtime?.chooseTab(index)
      },
      scrolled: (page, scrollTop) => told(page, 'onPageScroll', ['scroll', Math.round(scrollTop)], { scrollTop }),
      bottom: page => told(page, 'onReachBottom', ['scroll', 'bottom']),
      refresh: page => told(page, 'onPullDownRefresh', ['pull']),
      chrome: chrome => this.tellChrome(chrome),
    }
  }

  private tellChrome(chrome: object): void {
    this.send({ method: 'Frame.chrome', params: { ...chrome } })
  }

  /** The phone's measures, language and theme, for the styles. */
  private dress(): void {
    const { environment, bundle } = this.boot
    const { documentElement: root, body } = document
    root.lang = environment.language.startsWith('zh') ? 'zh-CN' : 'en'
    root.dataset.platform = environment.platform
    root.dataset.darkText = String(environment.switches['darkmode.text'])
    body.dataset.style = String(bundle.app.style ?? 'v1')
    root.style.setProperty('--status', `${environment.statusBarHeight}px`)
    root.style.setProperty('--bar', environment.platform === 'android' ? '48px' : '44px')
    root.style.setProperty('--safe', `${environment.safeAreaBottom}px`)
  }

  private restyle(): void {
    const { dataset } = document.documentElement
    const changed = dataset.theme !== this.theme
    dataset.theme = this.theme
    this.context?.setTheme(this.theme)
    if (changed) this.screen?.retheme()
  }

  /** Promises of the app that nobody caught. */
  private watchFaults(): void {
    window.addEventListener('error', ({ error }) => { if (error) this.runtime?.threw(error) })
    window.addEventListener('unhandledrejection', ({ reason, promise }) => this.runtime?.rejected(reason, promise))
  }
}

function bringIntoSight(element: Element): void {
  if (touching(element) !== element) element.scrollIntoView({ block: 'center', behavior: 'instant' })
}

/** What a finger on the element's middle touches: the element if it is that, its contents or what it fills. */
function touching(element: Element): Element | null {
  const { left, top, width, height } = boxOf(element)
  const touched = document.elementFromPoint(left + width / 2, top + height / 2)
  return touched && (element.contains(touched) || touched.contains(element)) ? element : touched
}

/** Nothing of it is drawn, or another part of the page lies over it. */
function unseen({ $$: element }: { $$?: unknown }): string {
  if (!(element instanceof Element)) return ''
  const { width, height } = boxOf(element)
  if (!width && !height) return 'is not drawn (display: none, or nothing in it): nobody can tap it'
  bringIntoSight(element)
  const over = touching(element)
  return over && over !== element ? `lies under ${nodeOf(over)}, which takes the tap` : ''
}

/** The element as its WXML names it. */
function nodeOf(element: Element): string {
  return [element.localName.replace(/^wx-/, ''), ...[...element.classList].filter(name => !name.startsWith('wx--'))].join('.')
}
