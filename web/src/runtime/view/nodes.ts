/** Finding nodes for queries, observers and animations: in a component's own tree, and beyond with `>>>`. */
import { glassEasel } from 'glass-easel-miniprogram-adapter'

const { Component } = glassEasel as any

/**
 * A component's number, made when it is first read. uni-app copies it to its own objects and hands those to `query.in(…)`,
 * where WeChat knows the component by it.
 */
const NODE_ID = '__wxExparserNodeId__'

const numbered = new Map<string, WeakRef<any>>()
const gone = new FinalizationRegistry<string>(id => { numbered.delete(id) })
let last = 0

const NUMBER: PropertyDescriptor = {
  configurable: true,
  get(this: object) {
    const id = String(++last)
    Object.defineProperty(this, NODE_ID, { value: id })
    numbered.set(id, new WeakRef(this))
    gone.register(this, id)
    return id
  },
}

/** The component has the property itself, for uni-app asks whether it has. */
export function givesNumber(caller: object): void { Object.defineProperty(caller, NODE_ID, NUMBER) }

/** The component itself, where something stands in for it. */
const real = (caller: any): any => (caller?._$ ? caller : numbered.get(caller?.[NODE_ID])?.deref() ?? caller)

/** Every node that matches, first ones first. `.a >>> .b` reaches into the own trees of the components that `.a` names. */
export function nodesIn(caller: any, selector: string): any[] {
  const parts = selector.split('>>>').map(part => part.trim())
  let roots = [real(caller)?._$?.getShadowRoot?.()].filter(Boolean)
  let found: any[] = []
  for (const [index, part] of parts.entries()) {
    found = [...new Set(roots.flatMap(root => (part ? matching(root, part) : [])))]
    if (index < parts.length - 1) roots = found.map(node => (node instanceof Component ? node.getShadowRoot() : node)).filter(Boolean)
  }
  return found
}

/** A comma stands between selectors of which any may match. */
function matching(root: any, selector: string): any[] {
  try {
    return selector.split(',').flatMap(one => root.querySelectorAll(one.trim()))
  } catch {
    // As on a phone, what is no selector finds nothing.
    return []
  }
}

/** What a browser draws for the node; null where nothing is drawn. */
export function hostOf(node: any): any {
  const host = node?.$$
  return host?.ownerDocument ? host : null
}

/** The component that a node is, as scripts see it; null for a plain node. */
export function callerOf(node: any): any {
  return node instanceof Component ? node.getMethodCaller() : null
}

/** The built-in of this tag with `id` (or `canvas-id`) in the component's own tree. */
export function builtinNamed(caller: any, tag: string, id: string): any {
  const root = real(caller)?._$?.getShadowRoot?.()
  const search = (node: any): any => {
    for (const child of node?.childNodes ?? []) {
      const own = callerOf(child)
      if (own?.tag === tag && (child.id === id || own.data.canvasId === id)) return own
      const inner = search(child)
      if (inner) return inner
    }
    return null
  }
  return search(root)
}
