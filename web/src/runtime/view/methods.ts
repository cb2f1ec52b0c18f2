/** Methods of pages and components that look at what is drawn, in place of the adapter's own. */
import { component } from 'glass-easel-miniprogram-adapter'
import type { Clock } from '../clock.ts'
import { animate, clearAnimation } from './animate.ts'
import { IntersectionObserver } from './intersection.ts'
import { SelectorQuery, type QueryNeeds } from './selector-query.ts'

/** Once for the realm. */
export function useViewMethods(needs: QueryNeeds, timers: Pick<Clock, 'setTimeout'>): void {
  const { prototype } = component.ComponentCaller as any
  Object.assign(prototype, {
    renderer: 'webview',
    getTabBar: () => null,
    createSelectorQuery(this: any) { return new SelectorQuery(needs, this) },
    createIntersectionObserver(this: any, options?: object) { return new IntersectionObserver(needs, this, options) },
    animate(this: any, selector: string, frames: object[], duration: number, done?: unknown) { animate(this, selector, frames ?? [], duration, done, timers) },
    clearAnimation(this: any, selector: string, options?: unknown, done?: unknown) { clearAnimation(this, selector, options, done, timers) },
  })
}
