/** picker-view's wheels and movable-view's dragging. */
import type { Builtin } from '../define.ts'
import { columnsOf } from '../picker.ts'
import { onDrag } from './drag.ts'
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

function movableView(this: Builtin, host: HTMLElement): void {
  this.place = () => { host.style.transform = `translate(${this.data.left}px, ${this.data.top}px)` }
  this.place()
  let from = { left: 0, top: 0 }
  onDrag(host, {
    start: () => {
      from = { left: this.data.left, top: this.data.top }
      return !this.data.disabled && this.data.direction !== 'none'
    },
    move: (dx, dy) => {
      const area = host.closest<HTMLElement>('wx-movable-area')
      const [width, height] = [(area?.clientWidth ?? 0) - host.offsetWidth, (area?.clientHeight ?? 0) - host.offsetHeight]
      const hold = (value: number, room: number) => Math.min(Math.max(0, room), Math.max(Math.min(0, room), value))
      const { direction } = this.data
      const left = direction === 'vertical' ? from.left : hold(from.left + dx, width)
      const top = direction === 'horizontal' ? from.top : hold(from.top + dy, height)
      this.moveTo(left, top, 'touch')
    },
  })
}

export const boxHooks = { 'picker-view': pickerView, 'picker-view-column': pickerViewColumn, 'movable-view': movableView }
