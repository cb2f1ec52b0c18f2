/** What WXS handlers get of components. https://developers.weixin.qq.com/miniprogram/dev/framework/view/interactive-animation.html */
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { hostOf } from './view/nodes.ts'
import { computed } from './view/selector-query.ts'
import type { Clock } from './clock.ts'

const { Component, Element } = glassEasel as any

/** The engine's segment for styles and classes that outrank what the template says. */
const OVER = 3

/** The first part of an engine's path where the handler comes from WXS: a file, or the template itself. */
const WXS = [1, 2]

type Handler = (this: unknown, ...args: unknown[]) => unknown
type Timers = Pick<Clock, 'setTimeout' | 'clearTimeout' | 'requestAnimationFrame'>

/** Both are put into the compiled templates, see WXS_GLOBALS. */
export interface WxsHooks {
  /** For `change:prop="{{module.function}}"`. */
  change(listener: Handler): Handler
  /** For `bindtap="{{module.function}}"`; page methods by name come through here as well. */
  event(caller: unknown, event: any, listener: Handler, path?: unknown[] | null): unknown
}

export function wxsHooks(timers: Timers): WxsHooks {
  const nodes = new WeakMap<object, object>()
  const node = (element: any) => {
    const known = nodes.get(element)
    if (known) return known
    const made = describe(element, node, timers)
    nodes.set(element, made)
    return made
  }
  return {
    // The first values come while the page is being made: told once it stands.
    change: listener => (now, before, host, element) => {
      const tell = () => listener(now, before, node(host), node(element))
      return Element.isAttached(element) ? tell() : timers.setTimeout(tell, 0)
    },
    event(caller: any, event, listener, path) {
      if (!WXS.includes(path?.[0] as number)) return listener.apply(caller, [event])
      const instance = event.currentTarget._$
      return listener(Object.assign(Object.create(event), { instance: node(instance) }), node(instance.ownerShadowRoot.getHostNode()))
    },
  }
}

function describe(element: any, node: (element: any) => object, timers: Timers): object {
  const state = {}
  const tree = () => (element instanceof Component ? element.getShadowRoot() : null) ?? element
  const over = (names: string, on: boolean) => {
    for (const name of names.split(/\s+/).filter(Boolean)) element.toggleNodeClass(name, on, OVER)
    return descriptor
  }
  const descriptor = {
    selectComponent(selector: string) {
      const found = tree().querySelector(selector)
      return found ? node(found) : null
    },
    selectAllComponents: (selector: string) => tree().querySelectorAll(selector).map(node),
    setStyle(style: string | Record<string, unknown>) {
      element.setNodeStyle(styleText(style), OVER)
      return descriptor
    },
    addClass: (names: string) => over(names, true),
    removeClass: (names: string) => over(names, false),
    hasClass: (name: string) => element.classList?.contains(name) || element.classList?.contains(name, OVER) || false,
    getDataset: () => ({ ...element.dataset }),
    getState: () => state,
    callMethod(name: string, argument?: unknown) {
      const caller = element.getMethodCaller?.()
      if (typeof caller?.[name] === 'function') caller[name](argument)
    },
    triggerEvent: (name: string, detail?: unknown, options?: object) => element.triggerEvent(name, detail, options),
    requestAnimationFrame: (run: () => void) => timers.requestAnimationFrame(run),
    setTimeout: (run: () => void, ms?: number) => timers.setTimeout(run, ms),
    clearTimeout: (id: number) => timers.clearTimeout(id),
    getBoundingClientRect: () => hostOf(element)?.getBoundingClientRect() ?? { left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0 },
    getComputedStyle: (names: string[]) => computed(hostOf(element), names),
  }
  return descriptor
}

function styleText(style: string | Record<string, unknown>): string {
  if (typeof style === 'string') return style
  return Object.entries(style).map(([name, value]) => `${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}:${value}`).join(';')
}
