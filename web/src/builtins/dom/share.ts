/** Elements that travel between a page and its page-container: what is seen on the way is a copy of where it goes. */
import type { Builtin } from '../define.ts'
import { isStill } from './drag.ts'

/** The share-elements in being, by their hosts. */
const shared = new WeakMap<Element, Builtin>()

/** What a copy outside its place would lose. */
const INHERITED = ['font', 'color', 'letter-spacing', 'text-align', 'white-space', 'line-height'] as const

function shareElement(this: Builtin, host: HTMLElement): void { shared.set(host, this) }

/** Every pair of the container in `host` flies into it, or back out of it. */
export function fly(host: HTMLElement, into: boolean): void {
  const page = host.closest('wx-page')
  if (!page || isStill()) return
  const all = [...page.querySelectorAll<HTMLElement>('wx-share-element')].filter(one => shared.get(one)?.data.transform && one.offsetWidth)
  const outside = all.filter(one => !one.closest('wx-page-container'))
  for (const inside of all.filter(one => host.contains(one))) {
    const key = shared.get(inside)!.data.key
    const other = key && outside.find(one => shared.get(one)!.data.key === key)
    if (other) travel(into ? [other, inside] : [inside, other], host, page)
  }
}

function travel([from, to]: [HTMLElement, HTMLElement], container: HTMLElement, page: Element): void {
  const { duration, easingFunction: easing } = shared.get(to)!.data
  const [start, end] = atRest(container, () => [from, to].map(one => one.getBoundingClientRect())) as [DOMRect, DOMRect]
  const copy = to.cloneNode(true) as HTMLElement
  const look = getComputedStyle(to)
  for (const name of INHERITED) copy.style.setProperty(name, look.getPropertyValue(name))
  Object.assign(copy.style, { position: 'fixed', left: '0', top: '0', width: `${end.width}px`, height: `${end.height}px`, margin: '0', zIndex: '1000', transformOrigin: '0 0', pointerEvents: 'none' })
  page.append(copy)
  const put = ({ left, top, width, height }: DOMRect) => ({ transform: `translate(${left}px, ${top}px) scale(${width / end.width}, ${height / end.height})` })
  for (const one of [from, to]) one.style.visibility = 'hidden'
  const flight = copy.animate([put(start), put(end)], { duration, easing, fill: 'both' })
  void flight.finished.finally(() => {
    copy.remove()
    for (const one of [from, to]) one.style.removeProperty('visibility')
  })
}

/** Where things stand once the container has come, and before it goes. */
function atRest<Result>(container: HTMLElement, measure: () => Result): Result {
  const body = container.querySelector<HTMLElement>(':scope > .wx--container')!
  body.style.animation = 'none'
  const measured = measure()
  body.style.removeProperty('animation')
  return measured
}

export const shareHooks = { 'share-element': shareElement }
