/** Finding one's way from a built-in to its relatives in the node tree. */
import { Component, Element, ShadowRoot } from 'glass-easel'
import type { Builtin } from './define.ts'

/** The component object behind a node, if the node is a component. */
export function callerOf(node: unknown): Builtin | null {
  return node instanceof Component ? (node.getMethodCaller() as unknown as Builtin) : null
}

/** The built-in behind a node, or null for everything else. */
export function builtinOf(node: unknown): Builtin | null {
  const caller = callerOf(node)
  return caller?.services && caller.tag ? caller : null
}

/** Children in the same shadow tree; of a custom component also its own tree when it opens it to forms. */
function childrenOf(element: Element, opens: (element: Element) => boolean): Element[] {
  const own = element.childNodes.filter(node => node instanceof Element)
  if (!(element instanceof Component) || !opens(element)) return own
  const root = element.getShadowRoot()
  return root ? [root as Element, ...own] : own
}

/** Every element below, in the order of the page. `opens` says which custom components are looked into. */
export function* below(element: Element, opens: (element: Element) => boolean = () => false): Generator<Element> {
  for (const child of childrenOf(element, opens)) {
    yield child
    yield* below(child, opens)
  }
}

/** The nearest enclosing built-in of the given tag in the same tree, or beyond it where `passes` lets one out. */
export function enclosing(element: Element, tag: string, passes: (host: Element) => boolean = () => false): Builtin | null {
  let at: Element | null = element.parentNode
  while (at) {
    if (at instanceof ShadowRoot) {
      const host = at.getHostNode()
      at = passes(host) ? host : null
      continue
    }
    const found = builtinOf(at)
    if (found?.tag === tag) return found
    at = at.parentNode
  }
  return null
}

/** What an event shows of a component: `{id, dataset, offsetLeft, offsetTop}`. */
export function targetInfo(element: Element): Record<string, unknown> {
  const host = (element as any).$$ as { offsetLeft?: number; offsetTop?: number } | null
  return { id: element.id, dataset: { ...element.dataset }, offsetLeft: host?.offsetLeft ?? 0, offsetTop: host?.offsetTop ?? 0 }
}
