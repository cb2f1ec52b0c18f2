/** Methods of pages and components that look at what is drawn, in place of the adapter's own. */
import { component } from 'glass-easel-miniprogram-adapter'
import { running } from '../running.ts'
import type { Json } from '../types.ts'
import { animate, clearAnimation } from './animate.ts'
import { applyAnimatedStyle, clearAnimatedStyle } from './animated-style.ts'
import { IntersectionObserver } from './intersection.ts'
import { SelectorQuery } from './selector-query.ts'

const numbers = new WeakMap<object, number>()
let pages = 0

function pageNumber(element: any): number {
  const above = element.ownerShadowRoot?.getHostNode()
  if (above) return pageNumber(above)
  if (!numbers.has(element)) numbers.set(element, ++pages)
  return numbers.get(element)!
}

Object.assign(component.ComponentCaller.prototype as any, {
  renderer: 'webview',
  getTabBar: () => null,
  createSelectorQuery(this: any) { return new SelectorQuery(running().view, this) },
  createIntersectionObserver(this: any, options?: object) { return new IntersectionObserver(running().view, this, options) },
  animate(this: any, selector: string, frames: object[], duration: number, done?: unknown) {
    animate(this, selector, frames ?? [], duration, done, running().clock)
  },
  clearAnimation(this: any, selector: string, options?: unknown, done?: unknown) {
    clearAnimation(this, selector, options, done, running().clock)
  },
  applyAnimatedStyle(this: any, selector: string, updater: () => Json | undefined, options?: unknown, done?: unknown) {
    applyAnimatedStyle(this, selector, updater, options, done)
  },
  clearAnimatedStyle(this: any, selector: string) { clearAnimatedStyle(this, selector) },
  /** The same for all components of one page. https://developers.weixin.qq.com/miniprogram/dev/reference/api/Component.html */
  getPageId(this: any) { return `pageId/${pageNumber(this._$)}` },
  setUpdatePerformanceListener() {},
  setPassiveEvent() {},
})
