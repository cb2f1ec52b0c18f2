/** What a built-in component is, for both hosts; https://developers.weixin.qq.com/miniprogram/dev/component/ */
import type { Component, Element, EventOptions } from 'glass-easel'
import type { Words } from '../runtime/types.ts'

/** The host's half: what a built-in may ask of the runtime. Put on every built-in as `this.services`. */
export interface Services {
  /** Runs `wx[name](params)` as the app itself would and gives its result object, also for a failure. */
  invoke(name: string, params: Record<string, unknown>): Promise<{ errMsg: string; [key: string]: unknown }>
  /** Timers on the app's clock, in milliseconds. */
  timers: {
    setTimeout(run: () => void, ms: number): number
    clearTimeout(id: number | undefined): void
  }
  /** What an `<image src>` written in the given element's owner really points to. Headless: the path itself. */
  asset(src: string, element: Element): string
  /** Whether the custom component carries a built-in behavior such as `wx://form-field-group`. */
  hasBehavior(element: Element, name: string): boolean
  /** The user shares the page by a button; `target` is what the event tells of it. */
  share(target: unknown): void
  /** Tells the journal of a component feature that we do not have; once per name. */
  missing(name: string): void
  /** The user did this to the element, with this outcome: for who records it. */
  did(act: 'type' | 'choose' | 'scroll', element: Element, value: unknown): void
  /** Milliseconds of the app's clock (dates of a picker start from it). */
  now(): number
  /** What WeChat shows of its user. */
  profile(): { nickName: string; avatarUrl: string }
  /** The page's window in CSS px, and who hears of another one; gives what ends the listening. */
  windowSize(): { width: number; height: number }
  onResize(run: () => void): () => void
  /** Tells the app's console of a component's misuse; once per text. */
  warn(words: Words): void
  /** Runs a callback of the app's outside the engine's events; what it throws is told as an error of the app. */
  guarded<Result>(run: () => Result, where: string): Result | undefined
  /** Something lies over the page: going back runs `close` in the page's stead, until what this gives is called. */
  onBack(close: () => void): () => void
}

export type Data = Record<string, any>

/** `this` in a built-in: the adapter's component caller with what the runtime adds before `created`. */
export interface Builtin {
  _$: Component<any, any, any>
  data: Data
  /** The WXML tag, such as `button`. */
  tag: string
  services: Services
  /** The definition's methods, and fields of the component's own. */
  [key: string]: any
  setData(data: Data): void
  triggerEvent(name: string, detail?: unknown, options?: EventOptions): void
}

type PropertyType = StringConstructor | NumberConstructor | BooleanConstructor | ObjectConstructor | ArrayConstructor | null
export type Properties = Record<string, PropertyType | { type: PropertyType; value?: unknown }>
type Hook = (this: Builtin) => void

/**
 * One built-in. The runtime registers it as a glass-easel component under its tag with style scope name `wx`, so
 * that class `dot` in `wxml` is `.wx--dot` in CSS. `h-x` in `wxml` is the raw HTML element `x`.
 */
export interface BuiltinDefinition {
  wxml: string
  properties: Properties
  data?: Data
  methods?: Record<string, (this: Builtin, ...args: any[]) => unknown>
  observers: Record<string, (this: Builtin, ...values: any[]) => void>
  /** Properties mirrored as attributes of the host element, for CSS and assistive tools. */
  reflect: string[]
  lifetimes: { created?: Hook; attached?: Hook; ready?: Hook; detached?: Hook; workletChange?: (this: Builtin, name: string, value: unknown) => void }
  externalClasses?: string[]
  /** A labelled box in the place of what we do not have. */
  boxed?: boolean
  /** The component belongs to a `<form>`: it has `fieldValue()` and `resetField()`. */
  formField?: boolean
  /** Browser only, added by the frame: called once after `attached` with the host element. */
  dom?: (this: Builtin, host: HTMLElement, services: Services) => void
}

/** What a built-in's author writes: everything but the wxml may be left out. */
export type Sketch = Partial<BuiltinDefinition>

const camel = (text: string) => text.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
const dashed = (text: string) => text.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

/** Properties for assistive tools. */
const ARIA = new Set([
  'role', 'label', 'hidden', 'disabled', 'checked', 'selected', 'expanded', 'live', 'level', 'modal', 'controls',
  'describedby', 'labelledby', 'haspopup', 'pressed', 'valuenow', 'valuemin', 'valuemax', 'valuetext', 'required',
  'current', 'atomic', 'busy', 'invalid', 'owns', 'orientation', 'readonly', 'relevant', 'setsize', 'posinset',
].map(name => camel(`aria-${name}`)))

/** The ARIA properties that these texts name, as `aria-label` or `ariaLabel`. */
export function ariaIn(texts: Iterable<string>): string[] {
  const found = new Set<string>()
  for (const text of texts) for (const [name] of text.matchAll(/aria-?[a-zA-Z]+/g)) found.add(camel(name))
  return [...found].filter(name => ARIA.has(name))
}

const COMMON: Properties = {
  hidden: Boolean,
  hoverClass: { type: String, value: 'none' },
  hoverStopPropagation: Boolean,
  hoverStartTime: { type: Number, value: 50 },
  hoverStayTime: { type: Number, value: 400 },
  animation: null,
}

/** Mirrors a property on the host element: `true` is an empty attribute, `false`, `''` and `null` are none. */
export function reflect(component: Builtin, property: string, value: unknown): void {
  const host = (component._$ as any).$$ as { setAttribute(n: string, v: string): void; removeAttribute(n: string): void } | null
  if (!host) return
  const attribute = property === 'ariaRole' ? 'role' : dashed(property)
  const off = value === undefined || value === null || value === ''
  if (property.startsWith('aria') && !off) host.setAttribute(attribute, String(value))
  else if (off || value === false) host.removeAttribute(attribute)
  else host.setAttribute(attribute, value === true ? '' : String(value))
}

/** Completes a sketch. What every component has comes with `completed`, where one is used. */
export function define(sketch: Sketch): BuiltinDefinition {
  const { wxml = '<slot/>', properties = {}, observers = {}, lifetimes = {}, reflect: mirrored = [] } = sketch
  return { ...sketch, wxml, properties, observers, lifetimes, reflect: mirrored }
}

/**
 * With the properties every component has, and observers that mirror attributes. Of the thirty for assistive tools it has
 * those of `aria`: each node of a page carries them all, and hardly any is ever set.
 */
export function completed(definition: BuiltinDefinition, aria: string[]): Pick<BuiltinDefinition, 'properties' | 'observers'> {
  const observers = { ...definition.observers }
  for (const name of [...definition.reflect, 'hidden', ...aria]) {
    const next = observers[name]
    observers[name] = function (value) {
      reflect(this, name, value)
      next?.call(this, value)
    }
  }
  const assistive = Object.fromEntries(aria.map(name => [name, name === 'ariaRole' ? String : null]))
  return { properties: { ...COMMON, ...assistive, ...definition.properties }, observers }
}

/** Several tags of the same make. */
export function alike(tags: string[], sketch: Sketch): Record<string, BuiltinDefinition> {
  return Object.fromEntries(tags.map(tag => [tag, define(sketch)]))
}
