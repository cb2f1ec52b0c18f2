/** A sheet of wheels that rises from below: cancel, title, confirm. */
import { isStill } from './drag.ts'
import { makeWheel, ROW, type Wheel } from './wheel.ts'

/** What a sheet turns: texts of each column and which row is chosen. */
export interface Columns {
  rows(): string[][]
  at(): number[]
  turn(column: number, index: number): void
  /** The owner's properties changed while the sheet is open. */
  follow?(): void
  done(): void
}

interface Options { title: string; columns: Columns; dismissed(): void; closed(): void }

const LABELS = { zh: { cancel: '取消', confirm: '确定' }, en: { cancel: 'Cancel', confirm: 'OK' } }

function make(tag: string, name: string, text = ''): HTMLElement {
  const element = document.createElement(tag)
  element.className = name
  element.textContent = text
  return element
}

/** Shows the sheet over the whole frame. */
export function openSheet(options: Options): Sheet {
  return new Sheet(options)
}

class Sheet {
  private readonly layer = make('div', 'wx--sheet')
  private readonly panel = make('div', 'wx--sheet-panel')
  private readonly body = make('div', 'wx--sheet-wheels')
  private readonly wheels: Wheel[] = []
  /** The texts each column shows. */
  private drawn: string[] = []
  private readonly before = document.activeElement as HTMLElement | null
  private isOpen = true

  constructor(private readonly options: Options) {
    const { layer, panel, body } = this
    const mask = make('div', 'wx--sheet-mask')
    panel.setAttribute('role', 'dialog')
    panel.setAttribute('aria-modal', 'true')
    if (options.title) panel.setAttribute('aria-label', options.title)
    panel.append(this.head(), body)
    layer.append(mask, panel)
    mask.addEventListener('click', () => this.leave())
    layer.addEventListener('keydown', event => this.key(event))
    document.body.append(layer)
    this.redraw()
    requestAnimationFrame(() => {
      this.redraw()
      layer.classList.add('wx--is-open')
      body.querySelector<HTMLElement>('.wx--picker-wheel')?.focus({ preventScroll: true })
    })
  }

  /** Draws the rows anew where they changed, and turns each wheel to its row. */
  redraw(): void {
    const { columns } = this.options
    const rows = columns.rows()
    while (this.body.children.length > rows.length) this.body.lastElementChild!.remove()
    rows.forEach((texts, column) => {
      const box = this.body.children[column] ?? this.addColumn(column)
      const key = texts.join('\n')
      if (this.drawn[column] !== key) box.querySelector('.wx--picker-items')!.replaceChildren(...texts.map(text => make('div', 'wx--sheet-row', text)))
      this.drawn[column] = key
      const at = columns.at()[column] ?? 0
      box.querySelector('.wx--picker-wheel')!.setAttribute('aria-valuetext', texts[at] ?? '')
      if (this.wheels[column]!.index() !== at) this.wheels[column]!.turnTo(at)
    })
    this.drawn = this.drawn.slice(0, rows.length)
  }

  close(): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.layer.classList.remove('wx--is-open')
    if (isStill()) this.layer.remove()
    else this.panel.addEventListener('transitionend', () => this.layer.remove(), { once: true })
    this.before?.focus({ preventScroll: true })
    this.options.closed()
  }

  private leave(): void {
    this.close()
    this.options.dismissed()
  }

  private confirm(): void {
    takeRestingRows(this.body, this.options.columns)
    this.close()
    this.options.columns.done()
  }

  private head(): HTMLElement {
    const words = document.documentElement.lang.startsWith('zh') ? LABELS.zh : LABELS.en
    const [cancel, confirm] = [make('button', 'wx--sheet-cancel', words.cancel), make('button', 'wx--sheet-confirm', words.confirm)]
    cancel.addEventListener('click', () => this.leave())
    confirm.addEventListener('click', () => this.confirm())
    const head = make('div', 'wx--sheet-head')
    head.append(cancel, make('div', 'wx--sheet-title', this.options.title), confirm)
    return head
  }

  private addColumn(column: number): HTMLElement {
    const [box, wheel, items] = [make('div', 'wx--sheet-column'), make('div', 'wx--picker-wheel'), make('div', 'wx--picker-items')]
    wheel.append(items)
    box.append(wheel, make('div', 'wx--picker-mask'), make('div', 'wx--picker-indicator'))
    this.body.append(box)
    this.wheels[column] = makeWheel(wheel, () => items.children.length, index => {
      this.options.columns.turn(column, index)
      this.redraw()
    })
    return box
  }

  private key(event: KeyboardEvent): void {
    event.stopPropagation()
    if (event.key === 'Escape') this.leave()
    if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.tagName !== 'BUTTON') this.confirm()
    if (event.key === 'Tab') keepInside(this.panel, event)
  }
}

/** A wheel may still be rolling when the user confirms: its nearest row counts. */
function takeRestingRows(body: HTMLElement, columns: Columns): void {
  body.querySelectorAll('.wx--picker-wheel').forEach((wheel, column) => {
    const index = Math.min((columns.rows()[column]?.length ?? 1) - 1, Math.max(0, Math.round(wheel.scrollTop / ROW)))
    if (index !== columns.at()[column]) columns.turn(column, index)
  })
}

function keepInside(panel: HTMLElement, event: KeyboardEvent): void {
  const stops = [...panel.querySelectorAll<HTMLElement>('button, [tabindex="0"]')]
  const at = stops.indexOf(document.activeElement as HTMLElement)
  event.preventDefault()
  stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length]?.focus()
}
