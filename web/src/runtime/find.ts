/** Finding elements of a page by CSS selector or by what one reads, in the components' own trees too. */
import { glassEasel } from './engine.ts'

const { Component, Element, TextNode } = glassEasel as any

/** Every element below as it is put together: a component's own tree, and in its slots what was given to it. */
export function below(element: any): any[] {
  const found: any[] = []
  gather(element, found)
  return found
}

function gather(element: any, found: any[]): void {
  for (const child of element.getComposedChildren()) {
    if (!(child instanceof Element)) continue
    if (!(child as any).isVirtual()) found.push(child)
    gather(child, found)
  }
}

/** What one reads of every element below, in the same order. Each is looked at once. */
export function texts(root: any): Map<any, string> {
  const known = new Map<any, string>()
  for (const child of root.getComposedChildren()) read(child, known)
  return known
}

function read(node: any, known: Map<any, string>): string {
  if (node instanceof TextNode) return node.textContent
  if (!(node instanceof Element)) return ''
  const element: any = node
  if (!element.isVirtual()) known.set(element, '')
  let text = ''
  for (const child of element.getComposedChildren()) text += read(child, known)
  if (!isShown(element)) text = ''
  if (text && !element.isVirtual()) known.set(element, text)
  return text
}

/** Those that read exactly this text, the innermost of them. */
export function reading(known: Map<any, string>, text: string): any[] {
  const found = new Set<any>()
  for (const [element, own] of known) if (own.trim() === text.trim()) found.add(element)
  const around = new Set<any>()
  for (const element of found) {
    for (let at = element.getComposedParent(); at && !around.has(at); at = at.getComposedParent()) around.add(at)
  }
  return [...found].filter(element => !around.has(element))
}

/** A tag, classes and id, attributes: the engine's own selectors know classes and ids only. */
const COMPOUND = /^([a-zA-Z][\w-]*)?([^[\]]*)((?:\[[^\]]+\])*)$/

/** One part of a selector, or `>`; what stands in brackets may hold spaces. */
const PART = />|(?:\[[^\]]*\]|[^\s>[])+/g

/** The elements in any tree of `root` that match, such as `.list > view .row[data-id="3"]`; parts may lie in other components. */
export function select(root: any, selector: string): any[] {
  const all = below(root)
  const parts = selector.match(PART) ?? []
  let found = new Set<any>()
  parts.forEach((part, index) => {
    if (part === '>') return
    const here = compound(root, all, part)
    const before = found
    const inside = parts[index - 1] === '>' ? (one: any) => before.has(parentOf(one)) : (one: any) => isWithin(one, before)
    found = new Set(index ? here.filter(inside) : here)
  })
  return [...found]
}

function compound(root: any, all: any[], part: string): any[] {
  const [, tag, rest = '', attributes = ''] = COMPOUND.exec(part) ?? [null, undefined, part, '']
  const found = rest ? [root, ...all].filter(isOwn).flatMap(one => one.getShadowRoot()?.querySelectorAll(rest) ?? []) : all
  return [...new Set(found)].filter(one => (!tag || nameOf(one) === tag) && hasAttributes(one, attributes))
}

/** A component of the app: what a built-in is made of is nobody's to name. */
function isOwn(element: any): boolean {
  return element instanceof Component && !(element as any).getMethodCaller()?.services
}

function parentOf(element: any): any {
  let parent = element.getComposedParent()
  while (parent?.isVirtual()) parent = parent.getComposedParent()
  return parent
}

/** What the element stands in, from the inside out. */
export function* above(element: any): Generator<any> {
  for (let at = parentOf(element); at; at = parentOf(at)) yield at
}

function isWithin(element: any, outer: Set<any>): boolean {
  for (const one of above(element)) if (outer.has(one)) return true
  return false
}

/** The tag as the WXML says it. */
export function nameOf(element: any): string { return String(element.tagName ?? element.is ?? '') }

/** Whether neither it nor what it stands in is hidden. */
export function isShown(element: any): boolean {
  const data = element instanceof Component ? element.getMethodCaller()?.data : null
  return data?.hidden !== true
}

/** What one reads of the element: all text in it, hidden parts left out. */
export function textOf(node: any): string {
  if (node instanceof TextNode) return node.textContent
  return node instanceof Element && isShown(node) ? (node as any).getComposedChildren().map(textOf).join('') : ''
}

/** What one reads on a page, a line for each element with text of its own. */
export function visibleText(root: any): string {
  const lines: string[] = []
  let line = ''
  const end = () => {
    if (line.trim()) lines.push(line.trim())
    line = ''
  }
  const walk = (element: any) => {
    if (!isShown(element)) return
    const block = beginsLine(element)
    if (block) end()
    for (const child of element.getComposedChildren()) {
      if (child instanceof TextNode) line += child.textContent
      else if (child instanceof Element) walk(child)
    }
    if (block) end()
  }
  walk(root)
  end()
  return lines.join('\n')
}

/** Built-ins but `text` begin a line; custom components and raw elements stand in the line they are in. */
function beginsLine(element: any): boolean {
  return element instanceof Component && (element as any).is === nameOf(element) && nameOf(element) !== 'text'
}

/** `data-…` is the dataset, anything else what the element was given under this name. */
function hasAttributes(element: any, wanted: string): boolean {
  return [...wanted.matchAll(/\[([\w-]+)(?:=["']?([^"'\]]*)["']?)?\]/g)].every(([, name = '', value]) => {
    const held = name.startsWith('data-') ? element.dataset : element instanceof Component ? (element as any).data : null
    const key = name.replace(/^data-/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    return !!held && key in held && (value === undefined || String(held[key]) === value)
  })
}
