/** picker-view's wheels. */
import type { Builtin } from '../define.ts'
import { columnsOf } from '../picker.ts'
import { makeWheel } from './wheel.ts'

function pickerView(this: Builtin, host: HTMLElement): void {
  const size = () => host.style.setProperty('--picker-height', `${host.clientHeight}px`)
  const redraw = () => {
    size()
    columnsOf(this).forEach((column, at) => column.wheel?.turnTo(Number(this.data.value?.[at] ?? 0)))
  }
  this.redraw = redraw
  new ResizeObserver(redraw).observe(host)
}

function pickerViewColumn(this: Builtin, host: HTMLElement): void {
  const items = host.querySelector<HTMLElement>('.wx--picker-items')!
  const { view } = this.place()
  const wheel = makeWheel(host.querySelector<HTMLElement>('.wx--picker-wheel')!, () => items.children.length, index => {
    view?.triggerEvent('pickend', {})
    view?.turnColumn(this.place().column, index)
  })
  this.wheel = wheel
  if (view?.data.indicatorStyle) host.querySelector<HTMLElement>('.wx--picker-indicator')!.style.cssText += view.data.indicatorStyle
  if (view?.data.maskStyle) host.querySelector<HTMLElement>('.wx--picker-mask')!.style.cssText += view.data.maskStyle
  new MutationObserver(() => view?.redraw?.()).observe(items, { childList: true })
}

export const boxHooks = { 'picker-view': pickerView, 'picker-view-column': pickerViewColumn }
