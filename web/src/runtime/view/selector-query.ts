/** https://developers.weixin.qq.com/miniprogram/dev/api/wxml/wx.createSelectorQuery.html */
import type { Json } from '../types.ts'
import { callerOf, hostOf, nodesIn } from './nodes.ts'

/** What a query needs of the place it is made in. */
export interface QueryNeeds {
  /** The page in sight, for queries that name no component. */
  page(): any
  /** Of the page's own view where nothing is drawn. */
  window(): { windowWidth: number; windowHeight: number }
  fault(error: unknown, where: string): void
}

interface Asked { from: any; selector: string | null; all: boolean; fields: Json; told?: (result: any) => void }

const RECT = { id: true, dataset: true, rect: true, size: true }
const OFFSET = { id: true, dataset: true, scrollOffset: true }

export class SelectorQuery {
  private readonly asked: Asked[] = []

  constructor(private readonly needs: QueryNeeds, private from?: any) {}

  in(component: any): this {
    this.from = component
    return this
  }

  select(selector: string) { return this.node({ selector, all: false }) }
  selectAll(selector: string) { return this.node({ selector, all: true }) }
  selectViewport() { return this.node({ selector: null, all: false }) }

  /** All at once, a moment later, as they then stand. */
  exec(told?: (results: any[]) => void): this {
    const asked = this.asked.splice(0)
    void Promise.resolve().then(() => {
      const results = asked.map(one => this.result(one))
      for (const [index, { told: own }] of asked.entries()) this.tell(own, results[index])
      this.tell(told, results)
    })
    return this
  }

  private node(what: { selector: string | null; all: boolean }) {
    const ask = (fields: Json) => (told?: (result: any) => void) => {
      this.asked.push({ ...what, from: this.from ?? this.needs.page(), fields, ...(told && { told }) })
      return this
    }
    return {
      boundingClientRect: ask(RECT), scrollOffset: ask(OFFSET), context: ask({ context: true }), node: ask({ node: true }),
      ref: ask({ ref: true }), fields: (fields: Json, told?: (result: any) => void) => ask(fields ?? {})(told),
    }
  }

  private result({ from, selector, all, fields }: Asked): any {
    if (selector === null) return this.viewport(from, fields)
    const found = nodesIn(from, selector)
    return all ? found.map(node => describe(node, fields)) : found.length ? describe(found[0], fields) : null
  }

  private viewport(from: any, fields: Json): Json {
    let root = from?._$
    while (root?.ownerShadowRoot) root = root.ownerShadowRoot.getHostNode()
    const host = hostOf(root)
    const scroller = host?.closest?.('.wx--page-scroll') ?? host
    const { windowWidth, windowHeight } = this.needs.window()
    const [width, height] = [scroller?.clientWidth ?? windowWidth, scroller?.clientHeight ?? windowHeight]
    return {
      ...(fields.id && { id: '' }), ...(fields.dataset && { dataset: {} }), ...(fields.mark && { mark: {} }),
      ...(fields.rect && { left: 0, top: 0, right: width, bottom: height }), ...(fields.size && { width, height }),
      ...(fields.scrollOffset && scrolled(scroller)),
    }
  }

  private tell(run: ((value: any) => void) | undefined, value: unknown): void {
    if (typeof run !== 'function') return
    try {
      run(value)
    } catch (error) {
      this.needs.fault(error, 'SelectorQuery')
    }
  }
}

function scrolled(host: any): Json {
  return { scrollLeft: host?.scrollLeft ?? 0, scrollTop: host?.scrollTop ?? 0, scrollWidth: host?.scrollWidth ?? 0, scrollHeight: host?.scrollHeight ?? 0 }
}

function describe(node: any, fields: Json): Json {
  const host = hostOf(node)
  const own = callerOf(node)
  const result: Json = {}
  if (fields.id) result.id = node.id ?? ''
  if (fields.dataset) result.dataset = { ...node.dataset }
  if (fields.mark) result.mark = node.collectMarks?.() ?? {}
  if (fields.rect || fields.size) Object.assign(result, measured(host, fields))
  if (fields.scrollOffset) Object.assign(result, scrolled(host))
  for (const name of fields.properties ?? []) if (name !== 'errMsg') result[name] = own?.data?.[camel(name)]
  if (fields.computedStyle?.length) Object.assign(result, computed(host, fields.computedStyle))
  if (fields.context) result.context = own?.viewContext?.() ?? null
  if (fields.node) result.node = own?.viewNode?.() ?? null
  if (fields.ref) result.ref = own
  return result
}

function measured(host: any, fields: Json): Json {
  const { left = 0, top = 0, right = 0, bottom = 0, width = 0, height = 0 } = host?.getBoundingClientRect?.() ?? {}
  return { ...(fields.rect && { left, top, right, bottom }), ...(fields.size && { width, height }) }
}

export function computed(host: any, names: string[]): Json {
  const style = host?.ownerDocument?.defaultView?.getComputedStyle(host)
  return Object.fromEntries(names.map(name => [name, String(style?.[name] ?? '')]))
}

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
