/** The style sheets of one page. WXSS knows no page but its own; here several pages share one document. */

const SCOPED = 'CSSScopeRule' in window
let made = 0

/** Keeps each sheet to its page: by `@scope` where the browser has it, else by switching the sheets with the page. */
export class PageSheets {
  private readonly name = `p${++made}`
  private readonly styles: { path: string; element: HTMLStyleElement | null }[] = []
  private on = true

  /** Rules later in the order win, so an empty sheet keeps its place; it has no element. */
  add(path: string, css: string): void {
    this.styles.push({ path, element: null })
    this.write(this.styles.length - 1, css)
  }

  /** Writes every sheet anew. */
  refresh(cssOf: (path: string) => string): void {
    this.styles.forEach(({ path }, index) => this.write(index, cssOf(path)))
  }

  /** Says to which element the rules belong. */
  belongTo(page: HTMLElement): void { page.dataset.sheets = this.name }

  setOn(on: boolean): void {
    this.on = on
    for (const { element } of this.styles) this.enable(element)
  }

  remove(): void { for (const { element } of this.styles) element?.remove() }

  private enable(element: HTMLStyleElement | null): void {
    if (element && !SCOPED) element.media = this.on ? '' : 'not all'
  }

  private write(index: number, css: string): void {
    const style = this.styles[index]!
    const text = SCOPED ? `@scope ([data-sheets="${this.name}"]) {\n${css}\n}` : css
    if (!style.element && css) style.element = this.insert(index)
    if (style.element && style.element.textContent !== text) style.element.textContent = text
  }

  private insert(index: number): HTMLStyleElement {
    const element = document.createElement('style')
    const last = this.styles.slice(0, index).findLast(style => style.element)?.element
    const next = this.styles.slice(index + 1).find(style => style.element)?.element
    if (last) last.after(element)
    else document.head.insertBefore(element, next ?? null)
    this.enable(element)
    return element
  }
}
