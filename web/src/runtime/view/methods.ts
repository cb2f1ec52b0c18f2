/** Methods of pages and components that look at what is drawn, in place of the adapter's own. */
import { component } from 'glass-easel-miniprogram-adapter'
import { running } from '../running.ts'
import { animate, clearAnimation } from './animate.ts'
import { IntersectionObserver } from './intersection.ts'
import { SelectorQuery } from './selector-query.ts'

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
})
