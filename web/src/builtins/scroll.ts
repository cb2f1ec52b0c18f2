/** scroll-view: the state; the scrolling itself is the browser's. */
import { define } from './define.ts'

export const scrolls = {
  'scroll-view': define({
    wxml: '<h-div class="scroll-refresher" wx:if="{{refresherEnabled}}" style="height:{{pulled}}px;background:{{refresherBackground}}">' +
      '<h-div class="dots dots-{{refresherDefaultStyle}}" wx:if="{{refresherDefaultStyle !== \'none\'}}"><h-i/><h-i/><h-i/></h-div>' +
      '<slot name="refresher"/></h-div><h-div class="scroll-content"><slot/></h-div>',
    properties: {
      scrollX: Boolean, scrollY: Boolean, upperThreshold: { type: null, value: 50 }, lowerThreshold: { type: null, value: 50 },
      scrollTop: null, scrollLeft: null, scrollIntoView: String, scrollIntoViewOffset: Number, scrollWithAnimation: Boolean,
      enableBackToTop: Boolean, enableFlex: Boolean, scrollAnchoring: Boolean, enablePassive: null, enhanced: Boolean,
      bounces: { type: Boolean, value: true }, showScrollbar: { type: Boolean, value: true }, pagingEnabled: Boolean,
      fastDeceleration: Boolean, type: String, associativeContainer: String, reverse: Boolean, clip: Boolean,
      cacheExtent: Number, minDragDistance: Number, scrollIntoViewWithinExtent: Boolean, scrollIntoViewAlignment: String,
      padding: null, usingSticky: Boolean, refresherEnabled: Boolean, refresherThreshold: { type: Number, value: 45 },
      refresherDefaultStyle: { type: String, value: 'black' }, refresherBackground: { type: String, value: '#FFF' },
      refresherTriggered: Boolean,
    },
    data: { pulled: 0 },
    reflect: ['scrollX', 'scrollY', 'enableFlex', 'showScrollbar', 'pagingEnabled'],
    observers: {
      scrollTop(value: unknown) { this.scrollNow?.({ top: Number.parseFloat(String(value)) }) },
      scrollLeft(value: unknown) { this.scrollNow?.({ left: Number.parseFloat(String(value)) }) },
      scrollIntoView(id: string) { this.scrollToId?.(id) },
      refresherTriggered(on: boolean) {
        if (on === Boolean(this.refreshing)) return
        if (on) this.refresh()
        else this.restore()
      },
    },
    methods: {
      /** Starts the refreshing state, by the user's pull or by `refresher-triggered`. */
      refresh() {
        this.refreshing = true
        this.setData({ pulled: this.data.refresherThreshold, refresherTriggered: true })
        this.triggerEvent('refresherrefresh', { dy: this.data.refresherThreshold })
      },
      restore() {
        this.refreshing = false
        this.setData({ pulled: 0 })
        this.triggerEvent('refresherrestore', { dy: 0 })
      },
      /** The user has scrolled; the place and the size are in CSS px. */
      userScroll(at: { left: number; top: number; width: number; height: number; viewWidth: number; viewHeight: number }) {
        const last = this.last ?? { left: 0, top: 0 }
        this.last = at
        const detail = {
          scrollLeft: at.left, scrollTop: at.top, scrollHeight: at.height, scrollWidth: at.width,
          deltaX: last.left - at.left, deltaY: last.top - at.top,
        }
        this.triggerEvent('scroll', detail)
        if (this.data.scrollY) this.tellEnds(at.top, at.height - at.viewHeight, detail.deltaY, ['top', 'bottom'])
        if (this.data.scrollX) this.tellEnds(at.left, at.width - at.viewWidth, detail.deltaX, ['left', 'right'])
      },
      /** The user scrolls to `top`, `bottom` (the end) or so many px. Nobody knows how long it is where nothing is drawn. */
      userScrollTo(to: 'top' | 'bottom' | number) {
        const across = this.data.scrollX && !this.data.scrollY
        if (to === 'bottom') return this.triggerEvent('scrolltolower', { direction: across ? 'right' : 'bottom' })
        const at = to === 'top' ? 0 : to
        this.triggerEvent('scroll', { scrollLeft: across ? at : 0, scrollTop: across ? 0 : at, deltaX: 0, deltaY: 0 })
        if (to === 'top') this.triggerEvent('scrolltoupper', { direction: across ? 'left' : 'top' })
      },
      /** scrolltoupper and scrolltolower: once on entering the threshold, again only after leaving it. */
      tellEnds(at: number, end: number, delta: number, [first, second]: [string, string]) {
        const ends = (this.ends ??= {})
        const upper = at <= Number.parseFloat(this.data.upperThreshold)
        const lower = end - at <= Number.parseFloat(this.data.lowerThreshold)
        if (upper && !ends[first] && delta > 0) this.tellEnd('scrolltoupper', first, 'top')
        if (lower && !ends[second] && delta < 0) this.tellEnd('scrolltolower', second, 'bottom')
        Object.assign(ends, { [first]: upper, [second]: lower })
      },
      tellEnd(event: string, direction: string, end: 'top' | 'bottom') {
        if ((this._$ as any)._$eventTarget?.listeners?.[event]) this.services.did('scroll', this._$, end)
        this.triggerEvent(event, { direction })
      },
    },
  }),
}
