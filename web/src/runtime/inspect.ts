/** A look into the mini-program for people: the page's nodes, their data, and what is stored. */
import { glassEasel } from './engine.ts'
import { nameOf, visibleText } from './find.ts'
import type { Runtime } from './runtime.ts'
import type { Json } from './types.ts'

const { Component, Element, TextNode } = glassEasel as any

/** A node as the WXML says it. A `custom` one is a component of the project's (or the page itself) and names its file. */
export interface Node {
  id: number
  tag: string
  /** `id`, `class`, `data-…` and the like, as far as they are set. */
  attributes: Record<string, string>
  /** Path of the component's files; empty for what is built in. */
  custom: string
  children: (Node | string)[]
}

/** A larger page is cut off here, for the sake of whoever looks at it. */
const MOST_NODES = 3000

/** A command such as `{do: 'data', node: 3}`. */
export interface Look { do: string; node?: number; data?: Json; key?: string; value?: unknown }

export class Inspector {
  private readonly ids = new WeakMap<object, number>()
  private readonly elements = new Map<number, WeakRef<any>>()
  private last = 0

  constructor(private readonly runtime: Runtime) {}

  /** Throws an Error in words for a person where it cannot be done. */
  look(look: Look): unknown {
    const action = this.actions[look.do]
    if (!action) throw new Error(`there is no look ${look.do}; there are ${Object.keys(this.actions).join(', ')}`)
    return action(look)
  }

  /** The engine's element of a node that the tree has shown; null if it is gone. */
  element(id: number | undefined): any { return (id === undefined ? null : this.elements.get(id)?.deref()) ?? null }

  private readonly actions: Record<string, (look: Look) => unknown> = {
    tree: () => {
      const page = this.runtime.router.top
      let left = MOST_NODES
      const more = () => --left > 0
      return { path: page?.path ?? '', query: page?.query ?? {}, root: page ? this.node(page.root.getComponent(), more) : null, cut: left <= 0 }
    },
    text: () => {
      const page = this.runtime.router.top
      return { path: page?.path ?? '', text: page ? visibleText(page.root.getComponent()) : '' }
    },
    data: look => {
      const component = this.component(look.node)
      return { path: String(component.is ?? ''), data: plain(component.getMethodCaller().data) }
    },
    setData: look => {
      this.component(look.node).getMethodCaller().setData(look.data ?? {})
      return {}
    },
    storage: () => ({ values: Object.fromEntries(this.runtime.storage.keys.map(key => [key, plain(this.runtime.storage.get(key))])) }),
    setStorage: look => {
      this.runtime.storage.set(String(look.key), look.value)
      return {}
    },
    removeStorage: look => {
      this.runtime.storage.remove(String(look.key))
      return {}
    },
    clearStorage: () => {
      this.runtime.storage.clear()
      return {}
    },
  }

  /** The component that was asked for; the page where none was. */
  private component(id: number | undefined): any {
    const element = id === undefined ? this.runtime.router.top?.root.getComponent() : this.elements.get(id)?.deref()
    if (!(element instanceof Component)) throw new Error('that node is no component, or is gone')
    return element
  }

  private node(element: any, more: () => boolean): Node {
    const custom = this.isCustom(element) ? String(element.is ?? '') : ''
    const attributes: Record<string, string> = {}
    if (element.id) attributes.id = element.id
    if (element.class) attributes.class = element.class
    for (const [name, value] of Object.entries(element.dataset ?? {})) attributes[`data-${name}`] = typeof value === 'string' ? value : JSON.stringify(plain(value))
    return { id: this.idOf(element), tag: nameOf(element), attributes, custom, children: this.children(element, more) }
  }

  /** What one sees below: the wrappers of the engine and of our own built-ins are passed through. */
  private children(element: any, more: () => boolean): (Node | string)[] {
    const found: (Node | string)[] = []
    for (const child of element.getComposedChildren()) {
      if (child instanceof TextNode) {
        const text = String(child.textContent).trim()
        if (text) found.push(text)
      } else if (child instanceof Element) {
        if ((child as any).isVirtual() || nameOf(child).startsWith('h-')) found.push(...this.children(child, more))
        else if (more()) found.push(this.node(child, more))
      }
    }
    return found
  }

  private isCustom(element: any): boolean {
    return element instanceof Component && !(element as any).getMethodCaller()?.services
  }

  private idOf(element: object): number {
    let id = this.ids.get(element)
    if (id === undefined) {
      id = ++this.last
      this.ids.set(element, id)
      this.elements.set(id, new WeakRef(element))
    }
    return id
  }
}

/** As JSON, functions by their name, components by their path; what goes round in a circle is cut. */
export function plain(value: unknown, named = (run: { name: string }): unknown => `[Function ${run.name || 'anonymous'}]`): unknown {
  const above: unknown[] = []
  const text = JSON.stringify(value, function (this: unknown, _, inner) {
    if (typeof inner === 'function') return named(inner)
    if (typeof inner === 'bigint') return `${inner}n`
    if (typeof inner !== 'object' || inner === null) return inner
    if (inner instanceof Component || inner instanceof Element) return `[${String(inner.is)}]`
    if (inner._$ instanceof Component) return `[${String(inner._$.is)}]`
    while (above.length && above.at(-1) !== this) above.pop()
    if (above.includes(inner)) return '[Circular]'
    above.push(inner)
    return inner
  })
  return text === undefined ? null : JSON.parse(text)
}
