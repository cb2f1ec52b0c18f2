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
export function openSheet({ title, columns, dismissed, closed }: Options): { close(): void; redraw(): void } {
  const words = document.documentElement.lang.startsWith('zh') ? LABELS.zh : LABELS.en
  const before = document.activeElement as HTMLElement | null
  const [layer, mask, panel] = [make('div', 'sheet'), make('div', 'sheet-mask'), make('div', 'sheet-panel')]
  panel.setAttribute('role', 'dialog')
  panel.setAttribute('aria-modal', 'true')
  if (title) panel.setAttribute('aria-label', title)
  const [cancel, confirm] = [make('button', 'sheet-cancel', words.cancel), make('button', 'sheet-confirm', words.confirm)]
  const [head, body] = [make('div', 'sheet-head'), make('div', 'sheet-wheels')]
  head.append(cancel, make('div', 'sheet-title', title), confirm)
  panel.append(head, body)
  layer.append(mask, panel)
  document.body.append(layer)

  const wheels: Wheel[] = []
  let drawn: string[] = []
  const redraw = () => {
    const rows = columns.rows()
    while (body.children.length > rows.length) body.lastElementChild!.remove()
    rows.forEach((texts, column) => {
      const box = (body.children[column] as HTMLElement | undefined) ?? addColumn(column)
      const key = texts.join('\n')
      if (drawn[column] !== key) box.querySelector('.wx--picker-items')!.replaceChildren(...texts.map(text => make('div', 'sheet-row', text)))
      drawn[column] = key
      const at = columns.at()[column] ?? 0
      box.querySelector('.wx--picker-wheel')!.setAttribute('aria-valuetext', texts[at] ?? '')
      if (wheels[column]!.index() !== at) wheels[column]!.turnTo(at)
    })
    drawn = drawn.slice(0, rows.length)
  }
  const addColumn = (column: number): HTMLElement => {
    const [box, wheel, items] = [make('div', 'sheet-column'), make('div', 'wx--picker-wheel'), make('div', 'wx--picker-items')]
    wheel.append(items)
    box.append(wheel, make('div', 'wx--picker-mask'), make('div', 'wx--picker-indicator'))
    body.append(box)
    wheels[column] = makeWheel(wheel, () => items.children.length, index => {
      columns.turn(column, index)
      redraw()
    })
    return box
  }
  redraw()

  let open = true
  const close = () => {
    if (!open) return
    open = false
    layer.classList.remove('is-open')
    if (isStill()) layer.remove()
    else panel.addEventListener('transitionend', () => layer.remove(), { once: true })
    before?.focus({ preventScroll: true })
    closed()
  }
  const leave = () => {
    close()
    dismissed()
  }
  cancel.addEventListener('click', leave)
  mask.addEventListener('click', leave)
  confirm.addEventListener('click', () => {
    takeRestingRows(body, columns)
    close()
    columns.done()
  })
  layer.addEventListener('keydown', event => {
    event.stopPropagation()
    if (event.key === 'Escape') leave()
    if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.tagName !== 'BUTTON') confirm.click()
    if (event.key === 'Tab') keepInside(panel, event)
  })
  requestAnimationFrame(() => {
    redraw()
    layer.classList.add('is-open')
    body.querySelector<HTMLElement>('.wx--picker-wheel')?.focus({ preventScroll: true })
  })
  return { close, redraw }
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
