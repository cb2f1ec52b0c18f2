/** Marks an element on the screen, as the inspector's tree is walked through. */

const mark = document.createElement('div')
mark.className = 'wx--highlight'

/** Null: takes the mark away. */
export function highlight(element: Element | null): void {
  const box = element?.isConnected ? boxOf(element) : null
  if (!box) return mark.remove()
  mark.style.cssText = `left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px`
  mark.dataset.size = `${Math.round(box.width)} × ${Math.round(box.height)}`
  document.body.append(mark)
}

/** Where it stands; of an element without a box of its own, where its contents do. */
export function boxOf(element: Element): DOMRect {
  const range = document.createRange()
  range.selectNodeContents(element)
  const own = Element.prototype.getBoundingClientRect.call(element)
  return own.width || own.height ? own : range.getBoundingClientRect()
}
