/** glass-easel with our built-ins: the only file that knows how the engine registers things. */
import { MiniProgramEnv, glassEasel } from 'glass-easel-miniprogram-adapter'
import { ariaIn } from '../builtins/define.ts'
import type { BuiltinDefinition } from '../builtins/index.ts'
import { PLUGIN_BOX } from '../builtins/plugin.ts'
import './events.ts'
import { compiled } from './compiled.ts'
import { kindOf, register, SCOPE } from './kinds.ts'
import { maybeRunning, running } from './running.ts'
import type { Clock } from './clock.ts'
import type { Bundle } from './types.ts'
import { givesNumber } from './view/nodes.ts'
import type { ReadyQueue } from './ready.ts'
import { wxsHooks } from './wxs-nodes.ts'

export { glassEasel }

export interface Engine {
  /** The app's code space of the adapter. */
  space: any
  backend: any
  templates: Record<string, unknown>
  /** Adapter behaviors by their `wx://` name. */
  behaviors: Record<string, any>
  ready: ReadyQueue
  /** Registers a box at `path` that says `address` and `words`. */
  placeholder(path: string, address: string, words: string): void
}

/** What the engine warns of and WeChat does not: attributes that a component has not, and lists that are none. */
const UNSAID = /is not a valid (property|event binding)|^Use number as for-list|^The for-list data is neither/

/** What the engine calls an error and WeChat lets pass with a word: a definition with a slip in it works all the same. */
const SLIPS = /^(the type of property ".*" is illegal|Cannot find method ".*" for observer|The observer of property|the comparer of property)/

/** What escapes from components. */
glassEasel.addGlobalErrorListener((error: any, _method?: string, from?: any) => {
  const where = nameOf(from)
  if (error instanceof Error && SLIPS.test(error.message)) maybeRunning()?.onWarning(`${where}: ${error.message}`)
  else maybeRunning()?.onError(error, where)
  return false
})
glassEasel.addGlobalWarningListener((warning: any, from?: any) => {
  const text = String(warning?.message ?? warning)
  if (!UNSAID.test(text)) maybeRunning()?.onWarning(from ? `${nameOf(from)}: ${text}` : text)
  return false
})

/** The component that an error or a warning comes from, by its path. */
function nameOf(from: any): string { return String((typeof from === 'string' ? from : from?.is) || 'component') }

export function createEngine(bundle: Bundle, backend: any, builtins: Record<string, BuiltinDefinition>, clock: Clock): Engine {
  const env = new MiniProgramEnv()
  const associated = env.associateBackend(backend)
  const space = env.createCodeSpace('', true)
  space.getComponentSpace().updateComponentOptions({ writeFieldsToNode: false, writeIdToDOM: true })
  scopeIds(space, bundle)
  const { ready } = running()
  ready.watch(space, givesNumber)
  const aria = ariaOf(bundle)
  provideBuiltins(space, builtins, aria)
  associated.registerStyleSheetContent(SCOPE, '')
  for (const [path, { scope, css }] of Object.entries(bundle.styles)) {
    associated.registerStyleSheetContent(path, css)
    space.addStyleSheet(path, path, scope || undefined)
  }
  const placeholder = (path: string, address: string, words: string) => {
    const box = builtins[PLUGIN_BOX]!
    register(space, PLUGIN_BOX, path, { ...box, data: { ...box.data, address, words } }, aria)
  }
  return { space, backend: associated, templates: templatesOf(bundle, clock), behaviors: wxBehaviors(space), ready, placeholder }
}

/** Style rules name ids: those of a component's template are its own, as its classes are. The adapter would draw lots. */
function scopeIds(space: any, bundle: Bundle): void {
  const prepare = space.prepareComponentOptions.bind(space)
  space.prepareComponentOptions = (path: string, options: unknown) => {
    const [made, isolation] = prepare(path, options)
    return [{ ...made, idPrefixGenerator: () => bundle.styles[path]?.scope ?? '' }, isolation]
  }
}

/** WXS takes its dates from the app's clock. */
function templatesOf(bundle: Bundle, clock: Clock): Record<string, unknown> {
  return compiled(bundle.scripts, `((Date, __wxs) => ${bundle.templates})`)(clock.Date, wxsHooks(clock)) as Record<string, unknown>
}

const assistive = new WeakMap<object, string[]>()

/** What the project names of the ARIA properties, by whatever way it may then set or read them. */
function ariaOf({ templates, scripts }: Bundle): string[] {
  let found = assistive.get(scripts)
  if (!found) assistive.set(scripts, (found = ariaIn([templates, ...Object.values(scripts)])))
  return found
}

/** Each when its tag is first met: most mini-programs use a few of them. */
function provideBuiltins(space: any, builtins: Record<string, BuiltinDefinition>, aria: string[]): void {
  const known = space.getComponentSpace()
  const others = known.getGlobalUsingComponent
  known.getGlobalUsingComponent = (tag: string) =>
    (Object.hasOwn(builtins, tag) ? kindOf(tag, builtins[tag]!, aria) : others.call(known, tag))
}

/** https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors.html */
function wxBehaviors(space: any): Record<string, any> {
  const make = (definition: object) => space.behavior().definition(definition).register()
  const field = make({ properties: { name: String, value: null } })
  return {
    'wx://form-field': field,
    'wx://form-field-group': make({}),
    'wx://form-field-button': make({}),
    'wx://component-export': make({}),
    'wx://proxy-scroll-view': make({}),
  }
}
