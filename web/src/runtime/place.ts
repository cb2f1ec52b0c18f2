/** Says where an element is so that a person reads it and a test finds it again: by its text, else by a short selector. */
import { below, nameOf, reading, select, textOf, texts, visibleText } from './find.ts'
import { disabledAt } from './reach.ts'
import type { PageHandle } from './types.ts'
import { plain } from './values.ts'

/** `near`: beside what reads so; `nth` (from 1) where nothing else tells several apart. */
export interface Place { text?: string; selector?: string; near?: string; nth?: number }

/** What the user does on a page; `shows` is what it reads meanwhile. */
export interface Deed extends Place { do: string; page: string; shows: string; value?: unknown }

/** A longer text is no name of a place. */
const LONGEST = 24
/** So far up one looks for a text that tells one of several alike from the others. */
const FARTHEST = 6

/** What waits for a touch of this kind. */
const WAITS: Record<string, string[]> = { tap: ['tap'], longpress: ['longpress', 'longtap'], drag: ['touchmove'] }

const HANDLERS: Record<string, string> = { tap: 'tap-gesture-handler', longpress: 'long-press-gesture-handler' }

/** Without an element it is done to the page's own bars; null where nothing happens. */
export function deedOn(page: PageHandle, act: string, element?: unknown, value?: unknown): Deed | null {
  const root = page.root.getComponent()
  const place = element === undefined ? {} : act in WAITS ? placeOfTouch(root, element, act) : placeOfField(root, element)
  return place && { do: act, page: page.path, shows: visibleText(root), ...place, ...(value === undefined ? {} : { value: plain(value) }) }
}

/** The nearest element at or above that waits for such an event, taps unless said; null where nothing happens. */
export function listener(element: any, types: readonly string[] = WAITS.tap!): any {
  for (let at = element; at; at = at.getComposedParent()) {
    const target = at._$eventTarget
    if (types.some(type => target?.listeners?.[type] || target?.captureListeners?.[type])) return at
  }
  return null
}

/** What a touch of this element reaches; a drag moves a movable-view whether anything waits for it or not. */
function reached(element: any, act: string): any {
  if (act === 'drag') for (let at = element; at; at = at.getComposedParent()) if (nameOf(at) === 'movable-view') return at
  const hit = listener(element, WAITS[act])
  // Skyline's components around it wait too; who is nearer has it.
  for (let at = element; at && at !== hit; at = at.getComposedParent()) if (nameOf(at) === HANDLERS[act]) return at
  return hit
}

/** A place whose touch reaches what this element's would reach; null where it would reach nothing. */
function placeOfTouch(root: any, element: any, act: string): Place | null {
  const hit = reached(element, act)
  // What a tap on a picker is for is told when something is chosen.
  if (!hit || nameOf(hit) === 'picker' || disabledAt(element)) return null
  return placeOf(root, way(element, hit), found => reached(found, act) === hit)
}

/** A place that names this field, or picker. */
function placeOfField(root: any, element: any): Place | null {
  return placeOf(root, [element], found => found === element, false)
}

function placeOf(root: any, candidates: any[], fits: (found: any) => boolean, byText = true): Place | null {
  const page = new Page(root, fits)
  const words = byText ? [...new Set(leavesFirst([...candidates, ...below(candidates.at(-1))]).map(wordsOf).filter(Boolean))] : []
  for (const text of words) if (page.only({ text })) return { text }
  for (const text of words) {
    const near = page.beside(text, candidates[0])
    if (near) return { text, near }
  }
  for (const one of candidates) {
    for (const selector of selectors(one)) if (page.only({ selector })) return { selector }
  }
  for (const one of candidates) {
    for (const selector of selectors(one).slice(0, 1)) {
      const nth = select(root, selector).findIndex(fits)
      if (nth >= 0) return { selector, nth: nth + 1 }
    }
  }
  return null
}

/** The page that is searched; every element is read once, and every text looked up once. */
class Page {
  private readonly found = new Map<string, any[]>()
  private readonly texts: Map<any, string>

  constructor(private readonly root: any, private readonly fits: (found: any) => boolean) { this.texts = texts(root) }

  /** Whether this place names exactly one element, and the right one. */
  only({ text, selector }: Place): boolean {
    const found = text === undefined ? select(this.root, selector!) : this.reading(text)
    return found.length === 1 && this.fits(found[0])
  }

  /** A text that stands beside, on the page once, and tells this one from others with the same text. */
  beside(text: string, element: any): string | null {
    let at = element
    for (let level = 0; at && level < FARTHEST; level += 1, at = at.getComposedParent()) {
      const names = leavesFirst(below(at)).map(wordsOf).filter(near => near.length > 1 && near !== text && !/^\d+$/.test(near))
      for (const near of new Set([...names.filter(isName), ...names])) {
        if (this.reading(near).length !== 1) continue
        const found = nearest(this.reading(text), this.reading(near)[0])
        if (found.length === 1 && this.fits(found[0])) return near
      }
    }
    return null
  }

  private reading(text: string): any[] {
    let found = this.found.get(text)
    if (!found) this.found.set(text, (found = reading(this.texts, text)))
    return found
  }
}

/** Those of `found` that share the closest parent with `other`. */
export function nearest(found: any[], other: any): any[] {
  for (let at = other; at; at = at.getComposedParent()) {
    const inside = new Set(below(at))
    const here = found.filter(one => inside.has(one))
    if (here.length) return here
  }
  return []
}

/** From the element up to `last`, both included. */
function way(element: any, last: any): any[] {
  const all = []
  for (let at = element; at; at = at.getComposedParent()) {
    if (!at.isVirtual?.()) all.push(at)
    if (at === last) break
  }
  return all
}

/** Long enough to tell something, and short enough to be the name of a thing. */
const isName = (text: string) => text.length > 2 && text.length <= 12

/** What has no words below it reads shortest. */
function leavesFirst(all: any[]): any[] {
  const isLeaf = (one: any) => !below(one).some(inner => textOf(inner).trim())
  return [...all.filter(isLeaf), ...all.filter(one => !isLeaf(one))]
}

function wordsOf(element: any): string {
  const text = textOf(element).trim()
  return text.length <= LONGEST && !text.includes('\n') ? text : ''
}

/** Short names, the most telling first. */
function selectors(element: any): string[] {
  const tag = nameOf(element)
  if (!tag || tag.startsWith('h-')) return []
  const data = Object.entries(element.dataset ?? {}).filter(([, value]) => /^[\w-]{1,24}$/.test(String(value)))
  const classes = String(element.class ?? '').split(/\s+/).filter(name => /^[a-zA-Z][\w-]*$/.test(name))
  return [
    ...(element.id ? [`#${element.id}`] : []),
    ...classes.map(one => `.${one}`),
    ...data.map(([key, value]) => `${tag}[data-${key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}="${value}"]`),
    tag,
  ]
}
