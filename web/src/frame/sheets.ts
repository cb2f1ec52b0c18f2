/** The style sheets of one page. WXSS knows no page but its own; here several pages share one document. */

const SCOPED = 'CSSScopeRule' in window
let made = 0

/** Keeps each sheet to its page: by `@scope` where the browser has it, else by switching the sheets with the page. */
export class PageSheets {
  private readonly name = `p${++made}`
  private readonly styles: { path: string; element: HTMLStyleElement }[] = []

  add(path: string, css: string): void {
    const element = document.createElement('style')
    this.styles.push({ path, element })
    this.write(element, css)
    document.head.append(element)
  }

  /** Writes every sheet anew. */
  refresh(cssOf: (path: string) => string): void {
    for (const { path, element } of this.styles) this.write(element, cssOf(path))
  }

  /** Says to which element the rules belong. */
  belongTo(page: HTMLElement): void { page.dataset.sheets = this.name }

  setOn(on: boolean): void {
    if (!SCOPED) for (const { element } of this.styles) element.media = on ? '' : 'not all'
  }

  remove(): void { for (const { element } of this.styles) element.remove() }

  private write(element: HTMLStyleElement, css: string): void {
    element.textContent = SCOPED ? `@scope ([data-sheets="${this.name}"]) {\n${css}\n}` : css
  }
}
