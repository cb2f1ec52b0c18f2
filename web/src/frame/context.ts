/** The DOM behind the engine: host elements named wx-*, phone units in styles, a sheet of styles for each page. */
import { CurrentWindowBackendContext } from 'glass-easel'
import type { Assets } from './assets.ts'
import { phoneCss } from './lengths.ts'
import type { Style } from '../runtime/types.ts'
import { PageSheets } from './sheets.ts'

/** The page view an element is in, and the place of an element in it: what scripts call the viewport. */
function rectInPage(this: HTMLElement): DOMRect {
  const own = HTMLElement.prototype.getBoundingClientRect.call(this)
  const view = this.closest('.wx--page-view')
  if (!view) return own
  const frame = view.getBoundingClientRect()
  return new DOMRect(own.left - frame.left, own.top - frame.top, own.width, own.height)
}

/** The page's root stands for its viewport: what is asked of its scrolling is the scroller's. */
const VIEWPORT = Object.fromEntries((['scrollLeft', 'scrollTop', 'scrollWidth', 'scrollHeight'] as const).map(name => [name, {
  get(this: HTMLElement) { return this.closest('.wx--page-scroll')?.[name] ?? 0 },
}]))

const READY_TO_TAP = /^(tap|longpress|longtap)$/

export class FrameContext extends CurrentWindowBackendContext {
  /** As the compiler gave them, and as the page takes them: made when first needed. */
  private readonly given = new Map<string, string>()
  private readonly sheets = new Map<string, string>()
  private readonly living = new Set<PageSheets>()
  private making = new PageSheets()
  private theme: 'light' | 'dark' = 'light'

  constructor(private readonly assets: Assets) {
    super()
    this.document = {
      createElement: (tag: string) => this.createHost(tag),
      createTextNode: (text: string) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    } as unknown as typeof this.document
  }

  /** `h-x` is the raw element x; every other tag becomes wx-tag, as in the compiled styles. */
  private createHost(tag: string): HTMLElement {
    if (tag.startsWith('h-')) return document.createElement(tag.slice(2))
    const host = document.createElement(`wx-${tag}`)
    const { assets } = this
    host.getBoundingClientRect = rectInPage
    if (tag === 'page') Object.defineProperties(host, VIEWPORT)
    host.setAttribute = function (attribute: string, value: string) {
      const text = attribute === 'style' ? assets.inCss(phoneCss(value)) : value
      HTMLElement.prototype.setAttribute.call(this, attribute, text)
    }
    return host
  }

  override registerStyleSheetContent(path: string, content: unknown): void {
    this.given.set(path, String(content))
    this.sheets.delete(path)
  }

  /** Called by the engine for each sheet while it makes a page. */
  override appendStyleSheetPath(path: string): number {
    this.making.add(path, this.sheet(path))
    return -1
  }

  /** The sheets that the page made last has brought. */
  takeSheets(): PageSheets {
    const taken = this.making
    this.living.add(taken)
    this.making = new PageSheets()
    return taken
  }

  /** The page is gone. */
  dropSheets(sheets: PageSheets): void {
    sheets.remove()
    this.living.delete(sheets)
  }

  /** The phone's theme decides `prefers-color-scheme`, not the browser's. */
  setTheme(theme: 'light' | 'dark'): void {
    if (theme === this.theme) return
    this.theme = theme
    for (const sheets of this.living) sheets.refresh(path => this.sheet(path))
  }

  /** The files of these sheets have changed: the pages in being take them at once. */
  replaceSheets(styles: Record<string, Style>): void {
    for (const [path, { css }] of Object.entries(styles)) this.registerStyleSheetContent(path, css)
    for (const sheets of this.living) sheets.refresh(path => this.sheet(path))
  }

  private sheet(path: string): string {
    let css = this.sheets.get(path)
    if (css === undefined) {
      const given = this.given.get(path)
      if (given === undefined) throw new Error(`No style sheet "${path}"`)
      css = this.assets.inCss(phoneCss(given))
      this.sheets.set(path, css)
    }
    return this.themed(css)
  }

  private themed(css: string): string {
    const holds = (theme: string) => (theme === this.theme ? '(min-width: 0)' : '(max-width: 0)')
    return css.replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/g, (_, theme: string) => holds(theme))
  }

  /** Runs after the changes are in the page; also while the window is in the background. */
  override render(done: (error: Error | null) => void): void {
    setTimeout(() => done(null), 0)
  }

  /** Gestures make the events (gestures.ts); here only what can be tapped becomes reachable by keyboard. */
  override setListenerStats(element: any, type: string): void {
    if (!READY_TO_TAP.test(type) || !(element instanceof HTMLElement)) return
    if (!element.hasAttribute('tabindex')) element.tabIndex = 0
    if (!element.hasAttribute('role')) element.setAttribute('role', 'button')
  }
}
