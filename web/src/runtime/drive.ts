/** A door for tests: find by selector or by what one reads, tap, type, choose, read data. No DOM needed. */
import type { Runtime } from './runtime.ts'
import { glassEasel } from './engine.ts'
import { above, below, nameOf, reading, select, textOf, texts, visibleText } from './find.ts'
import { Inspector, plain as shown, type Look } from './inspect.ts'
import { listener, nearest } from './place.ts'
import { pullPage, scrollPage } from './scrolling.ts'
import { performed as gesture } from '../builtins/gesture.ts'
import { disabledAt, hiddenAt } from './reach.ts'
import type { Json, ScrollTo } from './types.ts'

const { Component, Event } = glassEasel as any

/** A command of a test, such as `{do: 'tap', text: '领取'}`. */
export interface Command { do: string; selector?: string; text?: string; near?: string; nth?: number; value?: unknown; name?: string; detail?: unknown; args?: unknown[]; disabled?: boolean }

export class DriveError extends Error {}

/** Why nobody can touch the element, as far as only a screen knows; empty if one can. */
export type Unseen = (element: any) => string

type Action = (runtime: Runtime, command: Command, unseen: Unseen) => unknown

export const actions: Record<string, Action> = {
  tap: (runtime, command, unseen) => {
    const tab = tabOf(runtime, command)
    if (tab >= 0) return runtime.chooseTab(tab)
    const element = one(runtime, command)
    checkReach(element, command, unseen)
    runtime.tapped()
    for (const type of ['touchstart', 'touchend', 'tap']) touch(element, type)
    gesture(element, 'tap')
  },
  /** As long as it takes; it is a tap too where nothing waits for the long press. */
  longpress: (runtime, command, unseen) => {
    const element = one(runtime, command)
    checkReach(element, command, unseen)
    for (const type of ['touchstart', 'longpress', 'longtap', 'touchend']) touch(element, type)
    gesture(element, 'long-press')
    if (listener(element, ['longpress'])) return
    runtime.tapped()
    touch(element, 'tap')
  },
  scroll: (runtime, command) => {
    const to = command.value as ScrollTo
    if (command.selector) builtin(runtime, command, 'userScrollTo', 'a scroll-view').userScrollTo(to)
    else scrollPage(runtime, page(runtime), to)
  },
  pull: runtime => {
    if (!pullPage(runtime, page(runtime))) throw new DriveError(`${page(runtime).path} cannot be pulled down: its JSON has no "enablePullDownRefresh": true`)
  },
  input: (runtime, command) => {
    const field = builtin(runtime, command, 'userInput', 'an input or textarea')
    field.userFocus()
    field.userInput(String(command.value ?? ''))
    field.userBlur()
  },
  pick: (runtime, command) => builtin(runtime, command, 'pick', 'a picker, slider or swiper').pick(command.value),
  trigger: (runtime, command) => caller(one(runtime, command)).triggerEvent(command.name, command.detail ?? {}),
  exists: (runtime, command) => find(runtime, command).length > 0,
  /** Whether a tap there comes to nothing, as on a disabled button. */
  disabled: (runtime, command) => tabOf(runtime, command) < 0 && disabledAt(one(runtime, command)) !== null,
  text: (runtime, command) => (command.selector || command.text ? textOf(one(runtime, command)) : visibleText(pageElement(runtime))),
  data: (runtime, command) => plain(command.selector ? caller(one(runtime, command)).data : page(runtime).page.data),
  page: runtime => ({ path: page(runtime).path, query: page(runtime).query }),
  stack: runtime => runtime.router.stack.map(({ path, query }) => ({ path, query })),
  tree: runtime => glassEasel.dumpElementToString(pageElement(runtime), true),
  call: (runtime, command) => {
    const target = command.selector ? caller(one(runtime, command)) : page(runtime).page
    const method = target[String(command.name)]
    if (typeof method !== 'function') throw new DriveError(`there is no method ${command.name}`)
    return plain(method.apply(target, command.args ?? []))
  },
  back: runtime => runtime.back(),
  tab: (runtime, command) => runtime.chooseTab(Number(command.value)),
  look: (runtime, { value }) => inspectorOf(runtime).look(value as Look),
  lacks: (runtime, { value }) => {
    const { wx, tags } = value as { wx: string[]; tags: string[] }
    return runtime.lacks(wx, tags)
  },
  /** Calls `wx[name]` in the app's place, with all three callbacks. */
  play: (runtime, { name, value }) => {
    const call = runtime.api[String(name)]
    if (typeof call !== 'function') throw new DriveError(`wx.${name} is ${typeof call} here`)
    runtime.tapped()
    const nothing = () => {}
    call.call(runtime.api, { ...(value as Json), success: nothing, fail: nothing, complete: nothing })
  },
  canIUse: (runtime, { name }) => Boolean(runtime.api.canIUse?.(name)),
  wx: (runtime, command) => { void runtime.services.invoke(String(command.name), (command.value ?? {}) as Json) },
}

/** A rectangle in CSS pixels. */
export interface Place { left: number; top: number; width: number; height: number }

export function act(runtime: Runtime, command: Command, unseen: Unseen = () => ''): unknown {
  const action = actions[command.do]
  if (!action) throw new DriveError(`there is no command ${command.do}; there are ${Object.keys(actions).join(', ')}`)
  return action(runtime, command, unseen)
}

/** The element that the command is about; null if it is about none. */
export function placeOf(runtime: Runtime, command: Command): any {
  return command.selector || command.text ? one(runtime, command) : null
}

const inspectors = new WeakMap<Runtime, Inspector>()

function inspectorOf(runtime: Runtime): Inspector {
  let inspector = inspectors.get(runtime)
  if (!inspector) inspectors.set(runtime, (inspector = new Inspector(runtime)))
  return inspector
}

function page(runtime: Runtime) {
  const top = runtime.router.top
  if (!top) throw new DriveError('no page is open')
  return top
}

function pageElement(runtime: Runtime): any { return page(runtime).root.getComponent() }

/** The tab bar's button of this text, where nothing on the page reads so; -1 if there is none. */
function tabOf(runtime: Runtime, command: Command): number {
  const { text, selector } = command
  if (text === undefined || selector || !runtime.router.top?.isTab) return -1
  const tab = runtime.router.tabTexts.indexOf(text.trim())
  return tab >= 0 && find(runtime, command).length ? -1 : tab
}

function find(runtime: Runtime, { selector, text, near, nth }: Command): any[] {
  const root = pageElement(runtime)
  const known = text !== undefined || near !== undefined ? texts(root) : null
  let found = selector ? select(root, selector) : known && text !== undefined ? reading(known, text) : below(root)
  if (selector && known && text !== undefined) found = found.filter(element => known.get(element)?.trim() === text.trim())
  if (known && near !== undefined) found = reading(known, near).flatMap(other => nearest(found, other))
  return nth === undefined ? found : found.slice(nth - 1, nth)
}

function one(runtime: Runtime, command: Command): any {
  const found = find(runtime, command)
  const { near, nth } = command
  const named = [command.selector, command.text && JSON.stringify(command.text)].filter(Boolean).join(' with the text ')
  const wanted = `${named}${near ? ` near ${JSON.stringify(near)}` : ''}${nth ? `, number ${nth}` : ''}`
  if (found.length === 1) return found[0]
  if (found.length > 1) throw new DriveError(`${found.length} elements match ${wanted}; name one`)
  const words = visibleText(pageElement(runtime)).split('\n').slice(0, 30).join(' | ')
  throw new DriveError(`nothing on ${page(runtime).path} matches ${wanted}; the page reads: ${words}`)
}

/** Throws where a user's tap would come to nothing, or to something although it is said to be disabled. */
function checkReach(element: any, { selector, text, disabled = false }: Command, unseen: Unseen): void {
  const named = text === undefined ? selector : JSON.stringify(text)
  if (hiddenAt(element)) throw new DriveError(`${named} is hidden: nobody can tap it`)
  const dead = disabledAt(element)
  if (disabled && !dead) throw new DriveError(`${named} is not disabled`)
  if (dead && !disabled) throw new DriveError(`the ${nameOf(dead)} ${named} is disabled: a tap does nothing. If this is meant, say so with disabled: true`)
  const why = unseen(element)
  if (why) throw new DriveError(`${named} ${why}`)
}

function caller(element: any): any {
  if (!(element instanceof Component)) throw new DriveError('that element is no component')
  return (element as any).getMethodCaller()
}

/** The built-in at or below the place found that has this method, or around what one reads: the text of a field is its inside. */
function builtin(runtime: Runtime, command: Command, method: string, what: string): any {
  const element = one(runtime, command)
  for (const candidate of [element, ...below(element), ...(command.text === undefined ? [] : above(element))]) {
    const found = candidate instanceof Component ? candidate.getMethodCaller() : null
    if (typeof found?.[method] !== 'function') continue
    if (found.data.disabled === true) throw new DriveError(`the ${nameOf(candidate)} ${command.selector ?? command.text} is disabled`)
    return found
  }
  throw new DriveError(`${command.selector ?? command.text} is not ${what}`)
}

/** One finger in the element's corner. */
function touch(element: any, type: string): void {
  const finger = { identifier: 0, clientX: 0, clientY: 0, pageX: 0, pageY: 0, force: 1 }
  const touches = type === 'touchend' || type === 'tap' ? [] : [finger]
  send(element, type, { x: 0, y: 0 }, { touches, changedTouches: [finger] })
}

function send(element: any, type: string, detail: unknown, extraFields: object): void {
  Event.dispatchEvent(element, new Event(type, detail, { bubbles: true, composed: true, capturePhase: true, extraFields }))
}

function plain(value: unknown): unknown { return value === undefined ? null : shown(value, () => undefined) }
