/** swiper and swiper-item: which slide is shown; the frame moves them. */
import { define, type Builtin } from './define.ts'
import { below, builtinOf, enclosing } from './tree.ts'

/** The slides in order. */
export function slidesOf(swiper: Builtin): Builtin[] {
  return [...below(swiper._$)].map(builtinOf).filter((found): found is Builtin => found?.tag === 'swiper-item' && found.swiper === swiper)
}

/** The slide that `index` means: wrapped around when circular, else held at the ends. */
function within(swiper: Builtin, index: number): number {
  const { count, circular, displayMultipleItems } = swiper.data
  if (!count) return 0
  if (circular) return ((index % count) + count) % count
  return Math.min(Math.max(0, count - displayMultipleItems), Math.max(0, index))
}

/** Where the slide with this `item-id` is; -1 if there is none. */
function slideNamed(swiper: Builtin, id: string): number {
  return id ? slidesOf(swiper).findIndex(slide => slide.data.itemId === id) : -1
}

function itemId(swiper: Builtin, index: number): string {
  return slidesOf(swiper)[index]?.data.itemId ?? ''
}

const swiper = define({
  wxml: '<h-div class="swiper"><h-div class="swiper-view" style="{{margins}}"><slot/></h-div>' +
    '<h-div class="swiper-dots ~wx-swiper-dots {{vertical ? \'swiper-dots-vertical ~wx-swiper-dots-vertical\' : \'~wx-swiper-dots-horizontal\'}}" wx:if="{{indicatorDots && count > 0}}">' +
    '<h-i wx:for="{{dots}}" wx:key="*this" class="swiper-dot ~wx-swiper-dot {{index === shown ? \'~wx-swiper-dot-active\' : \'\'}}" style="background-color:{{index === shown ? indicatorActiveColor : indicatorColor}}"/></h-div></h-div>',
  properties: {
    indicatorDots: Boolean, indicatorColor: { type: String, value: 'rgba(0, 0, 0, .3)' },
    indicatorActiveColor: { type: String, value: '#000000' }, autoplay: Boolean, current: Number, currentItemId: String,
    interval: { type: Number, value: 5000 }, duration: { type: Number, value: 500 }, circular: Boolean, vertical: Boolean,
    previousMargin: String, nextMargin: String, snapToEdge: Boolean, displayMultipleItems: { type: Number, value: 1 },
    easingFunction: { type: String, value: 'default' }, skipHiddenItemLayout: Boolean, disableTouch: Boolean,
    indicatorType: String, layoutType: String, transformerType: String, cacheExtent: Number, scrollWithAnimation: Boolean,
    indicatorAlignment: null, indicatorMargin: null, indicatorSpacing: null, indicatorRadius: null, indicatorWidth: null,
    indicatorHeight: null, indicatorOffset: null,
  },
  data: { count: 0, shown: 0, dots: [], margins: '' },
  reflect: ['vertical'],
  observers: {
    current(index: number) { if (this.data.count && Number(index) !== this.data.shown) this.goTo(Number(index) || 0, '') },
    currentItemId(id: string) {
      const index = slideNamed(this, id)
      if (index >= 0) this.goTo(index, '')
      else this.awaited = id
    },
    'autoplay, interval'() { this.schedule() },
    'previousMargin, nextMargin, vertical'(before: string, after: string, vertical: boolean) {
      const [a, b] = vertical ? ['top', 'bottom'] : ['left', 'right']
      const css = (text: string) => text.replace(/([\d.]+)rpx/, 'calc(var(--rpx) * $1)') || '0'
      this.setData({ margins: `${a}:${css(before)};${b}:${css(after)}` })
      this.place?.()
    },
    'displayMultipleItems, circular'() { this.place?.() },
  },
  methods: {
    /** Shows a slide and tells it; `source` is `touch`, `autoplay` or empty when the app asked. */
    goTo(index: number, source: string) {
      const to = within(this, index)
      const from = this.data.shown
      this.awaited = ''
      this.schedule()
      if (to === from) return this.slide?.(to, true)
      this.setData({ shown: to, current: to })
      const detail = { current: to, currentItemId: itemId(this, to), source }
      this.triggerEvent('change', detail)
      this.slide?.(to, true)
      this.services.timers.clearTimeout(this.finishing)
      this.finishing = this.services.timers.setTimeout(() => this.triggerEvent('animationfinish', detail), this.data.duration)
    },
    /** The user swipes to a slide. */
    userSwipe(index: number) {
      const to = within(this, index)
      if (to !== this.data.shown) this.services.did('choose', this._$, to)
      this.goTo(index, 'touch')
    },
    pick(index: unknown) { this.userSwipe(Number(index)) },
    /** Starts the time of the shown slide anew; `hold` stops it while a finger is down. */
    schedule(hold = false) {
      this.services.timers.clearTimeout(this.playing)
      if (hold || !this.attached || !this.data.autoplay || this.data.count < 2) return
      const last = this.data.count - this.data.displayMultipleItems
      const next = () => (!this.data.circular && this.data.shown >= last ? 0 : this.data.shown + 1)
      this.playing = this.services.timers.setTimeout(() => this.goTo(next(), 'autoplay'), this.data.interval)
    },
    /** A slide came or went. The one that was asked for may come after the swiper, and after others. */
    recount() {
      const count = slidesOf(this).length
      const named = this.awaited ? slideNamed(this, this.awaited) : -1
      if (named >= 0) this.awaited = ''
      const wanted = named >= 0 ? named : Number(this.data.current) || 0
      const shown = Math.min(Math.max(0, wanted), Math.max(0, count - 1))
      this.setData({ count, shown, current: named >= 0 ? named : this.data.current, dots: Array.from({ length: count }, (_, index) => index) })
      this.schedule()
      this.place?.()
    },
  },
  lifetimes: {
    attached() {
      this.attached = true
      this.recount()
    },
    detached() {
      this.attached = false
      this.services.timers.clearTimeout(this.playing)
      this.services.timers.clearTimeout(this.finishing)
    },
  },
})

export const swipers = {
  swiper,
  'swiper-item': define({
    wxml: '<slot/>',
    properties: { itemId: String, skipHiddenItemLayout: Boolean },
    lifetimes: {
      attached() {
        this.swiper = enclosing(this._$, 'swiper')
        this.swiper?.recount()
      },
      detached() {
        const { swiper: of } = this
        this.swiper = null
        of?.recount()
      },
    },
  }),
}
