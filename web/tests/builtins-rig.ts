/** A page with built-ins on the engine alone: no runtime, no DOM, a clock that is told. */
import { Element, EmptyComposedBackendContext, Event } from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { TmplGroup } from 'glass-easel-template-compiler'
import { builtins, type Builtin, type Services } from '../src/builtins/index.ts'
import { ariaIn, completed } from '../src/builtins/define.ts'
import { builtinOf } from '../src/builtins/tree.ts'

/** Timers that run when they are told. */
class Timers {
  now = 0
  private last = 0
  private waiting = new Map<number, { at: number; run: () => void }>()

  setTimeout = (run: () => void, ms: number) => {
    this.waiting.set(++this.last, { at: this.now + ms, run })
    return this.last
  }

  clearTimeout = (id: number | undefined) => void this.waiting.delete(id ?? -1)

  advance(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const [next] = [...this.waiting].filter(([, timer]) => timer.at <= end).sort(([, a], [, b]) => a.at - b.at)
      if (!next) break
      this.waiting.delete(next[0])
      this.now = next[1].at
      next[1].run()
    }
    this.now = end
  }
}

export interface Rig {
  /** Every event that reached a handler of the page, as `[type, detail]`. */
  events: [string, any][]
  /** Every `wx` function a built-in has called. */
  calls: [string, any][]
  timers: Timers
  page: any
  /** What closes what lies over the page. */
  over: (() => void)[]
  /** What a component has told the app's console. */
  warnings: string[]
  resize(width: number, height: number): void
  find(selector: string): Element
  builtin(selector: string): Builtin
  tap(selector: string): void
}

/** Opens a page whose every handler is `log`; `answers` are the results of wx functions by name. */
export function openPage(wxml: string, options: { data?: object; log?: (event: any) => unknown; answers?: Record<string, any> } = {}): Rig {
  const timers = new Timers()
  const events: Rig['events'] = []
  const calls: Rig['calls'] = []
  const size = { width: 375, height: 600 }
  const resizes = new Set<() => void>()
  const over: (() => void)[] = []
  const warnings: string[] = []
  const services: Services = {
    async invoke(name, params) {
      calls.push([name, params])
      return options.answers?.[name] ?? { errMsg: `${name}:ok` }
    },
    timers, asset: src => src, hasBehavior: () => false, share: () => {}, missing: () => {}, warn: words => void warnings.push(typeof words === 'string' ? words : words.en), did: () => {}, now: () => timers.now,
    guarded: run => run(), profile: () => ({ nickName: 'Anna', avatarUrl: '' }), windowSize: () => ({ ...size }), onResize: run => { resizes.add(run); return () => void resizes.delete(run) },
    onBack: close => { over.push(close); return () => void over.splice(over.indexOf(close), 1) },
  }
  const root = boot(wxml, services, {
    data: options.data ?? {},
    log(event: any) {
      events.push([event.type, event.detail])
      return options.log?.(event)
    },
  })
  const shadow = root.getComponent().getShadowRoot()!
  const find = (selector: string) => {
    const found = shadow.querySelector(selector)
    if (!found) throw new Error(`nothing matches ${selector}`)
    return found
  }
  return {
    events, calls, timers, over, warnings,
    resize: (width, height) => { Object.assign(size, { width, height }); for (const run of resizes) run() }, page: root.get(), find,
    builtin: selector => builtinOf(find(selector))!,
    tap: selector => Event.dispatchEvent(find(selector), new Event('tap', { x: 0, y: 0 }, { bubbles: true, composed: true, capturePhase: true })),
  }
}

function boot(wxml: string, services: Services, definition: object) {
  const templates = compile({ ...Object.fromEntries(Object.entries(builtins).map(([tag, { wxml: own }]) => [`wx/${tag}`, own])), page: wxml })
  const env = new MiniProgramEnv()
  const backend = env.associateBackend(new EmptyComposedBackendContext())
  const [ours, app] = [env.createCodeSpace('builtins', false), env.createCodeSpace('', true)]
  for (const space of [ours, app]) space.getComponentSpace().updateComponentOptions({ writeFieldsToNode: false })
  const template = (path: string) => ({ groupList: templates, content: templates[path] }) as any
  for (const [tag, made] of Object.entries(builtins)) {
    const path = `wx/${tag}`
    ours.addComponentStaticConfig(path, { component: true } as any)
    ours.addStyleSheet(path, undefined, 'wx')
    ours.addCompiledTemplate(path, template(path))
    const created = function (this: Builtin) {
      Object.assign(this, { tag, services })
      made.lifetimes.created?.call(this)
    }
    const { data, methods, externalClasses } = made
    const { properties, observers } = completed(made, ariaIn([wxml]))
    const component: any = ours.component(path)
      .definition({ properties, data, methods, observers, externalClasses, options: { multipleSlots: true }, lifetimes: { ...made.lifetimes, created } } as any).register()
    app.getComponentSpace().setGlobalUsingComponent(tag, component._$)
  }
  app.addCompiledTemplate('page', template('page'))
  app.component('page').pageDefinition(definition as any).register()
  const root = backend.createRoot('page', app, 'page')
  Element.pretendAttached(root.getComponent())
  return root
}

function compile(sources: Record<string, string>): Record<string, unknown> {
  const group = new TmplGroup()
  for (const [path, text] of Object.entries(sources)) {
    const errors = group.addTmpl(path, text).filter((problem: any) => problem.isError)
    if (errors.length) throw new Error(`${path}: ${errors.map((problem: any) => problem.says.en).join(', ')}`)
  }
  // oxlint-disable-next-line no-eval -- a compiled template is source text
  const made = (0, eval)(group.getTmplGenObjectGroups()) as Record<string, unknown>
  group.free()
  return made
}
