/** What lies over a page, or stands outside its flow: page-container, root-portal, match-media, keyboard-accessory, page-meta. */
import type { Element } from 'glass-easel'
import { define, type Builtin } from './define.ts'

/** Shows or hides by the property that every component has, so that tests and assistive tools know of it too. */
const show = (component: Builtin, shown: boolean) => component.setData({ hidden: !shown })

const MEDIA = ['minWidth', 'maxWidth', 'width', 'minHeight', 'maxHeight', 'height'] as const

/** https://developers.weixin.qq.com/miniprogram/dev/component/match-media.html */
function matches(rules: Builtin['data'], size: { width: number; height: number }): boolean {
  const given = (name: string) => (rules[name] === null || rules[name] === undefined || rules[name] === '' ? null : Number.parseFloat(rules[name]))
  const sizes = MEDIA.every(name => {
    const wanted = given(name)
    const has = /width/i.test(name) ? size.width : size.height
    return wanted === null || (name.startsWith('min') ? has >= wanted : name.startsWith('max') ? has <= wanted : has === wanted)
  })
  return sizes && (!rules.orientation || rules.orientation === (size.width > size.height ? 'landscape' : 'portrait'))
}

/** Shown page-containers, by the page they are on. */
const shown = new WeakMap<Element, Builtin>()

/** The root of the page that the component stands on. */
function pageOf(component: Builtin): Element {
  let at: Element = component._$
  for (let up = at.getComposedParent(); up; up = up.getComposedParent()) at = up
  return at
}

export const over = {
  /** One at a time on a page: https://developers.weixin.qq.com/miniprogram/dev/component/page-container.html */
  'page-container': define({
    wxml: '<h-div wx:if="{{overlay}}" class="container-mask container-{{stage}}" style="z-index:{{zIndex}};animation-duration:{{duration}}ms;{{overlayStyle}}" bind:tap="tapOverlay"/>' +
      '<h-div class="container container-{{position}} container-{{stage}} {{round ? \'container-round\' : \'\'}}" style="z-index:{{zIndex}};animation-duration:{{duration}}ms;{{customStyle}}"><slot/></h-div>',
    properties: {
      show: Boolean, duration: { type: Number, value: 300 }, zIndex: { type: Number, value: 100 }, overlay: { type: Boolean, value: true },
      position: { type: String, value: 'bottom' }, round: Boolean, closeOnSlideDown: Boolean, overlayStyle: String, customStyle: String,
    },
    data: { stage: 'in' },
    observers: { show() { if (this.isThere) this.turn() } },
    methods: {
      turn() {
        const on = Boolean(this.data.show)
        if (on === Boolean(this.isOpen)) return
        if (on && !this.takePlace()) return
        if (!on) shown.delete(this.place)
        this.isOpen = on
        this.services.timers.clearTimeout(this.ending)
        const what = on ? 'enter' : 'leave'
        if (on) this.release = this.services.onBack(() => this.close())
        else this.release()
        this.triggerEvent(`before${what}`, {})
        this.setData({ stage: on ? 'in' : 'out', ...(on && { hidden: false }) })
        this.fly?.(on)
        this.triggerEvent(what, {})
        this.ending = this.services.timers.setTimeout(() => {
          if (!on) show(this, false)
          this.triggerEvent(`after${what}`, {})
        }, this.data.duration)
      },
      /** Whether the page has no other one in sight. */
      takePlace() {
        this.place = pageOf(this)
        const free = !shown.has(this.place)
        if (free) shown.set(this.place, this)
        else this.services.warn({
          zh: 'page-container：当前页面已有一个容器，不能再显示第二个。',
          en: 'page-container: the page shows one already; a second one is not shown.',
        })
        return free
      },
      /** The user goes back, or slides it down: the page hears of it by the events alone. */
      close() { this.setData({ show: false }) },
      tapOverlay() { this.triggerEvent('clickoverlay', {}) },
    },
    lifetimes: {
      attached() {
        this.isThere = true
        show(this, Boolean(this.data.show))
        this.turn()
      },
      detached() {
        this.services.timers.clearTimeout(this.ending)
        if (!this.isOpen) return
        shown.delete(this.place)
        this.release()
      },
    },
  }),

  /** One on the page and one of the same key in its page-container: https://developers.weixin.qq.com/miniprogram/dev/component/share-element.html */
  'share-element': define({
    properties: { key: String, transform: Boolean, duration: { type: Number, value: 300 }, easingFunction: { type: String, value: 'ease-out' } },
  }),

  /** https://developers.weixin.qq.com/miniprogram/dev/component/root-portal.html */
  'root-portal': define({
    wxml: '<h-div class="portal"><slot/></h-div>',
    properties: { enable: { type: Boolean, value: true } },
    observers: { enable() { this.carry?.() } },
    lifetimes: { detached() { this.drop?.() } },
  }),

  'match-media': define({
    properties: { ...Object.fromEntries(MEDIA.map(name => [name, null])), orientation: String },
    observers: { [`${MEDIA.join(', ')}, orientation`]() { this.look() } },
    methods: { look() { show(this, matches(this.data, this.services.windowSize())) } },
    lifetimes: {
      attached() {
        this.look()
        this.release = this.services.onResize(() => this.look())
      },
      detached() { this.release?.() },
    },
  }),

  /** Stands in an input or textarea and is seen while that has the keyboard. https://developers.weixin.qq.com/miniprogram/dev/component/keyboard-accessory.html */
  'keyboard-accessory': define({ lifetimes: { attached() { show(this, false) } } }),

  /** https://developers.weixin.qq.com/miniprogram/dev/component/page-meta.html */
  'page-meta': define({
    properties: {
      backgroundTextStyle: String, backgroundColor: String, backgroundColorTop: String, backgroundColorBottom: String, rootBackgroundColor: String,
      scrollTop: null, scrollDuration: { type: Number, value: 300 }, pageStyle: String, pageFontSize: String, rootFontSize: String, pageOrientation: String,
    },
    observers: {
      backgroundColor() { this.colour?.() },
      scrollTop() { this.scroll?.() },
      'pageStyle, pageFontSize'() { this.restyle?.() },
    },
    lifetimes: {
      attached() {
        const { services, data } = this
        this.colour = () => { if (data.backgroundColor) void services.invoke('setBackgroundColor', { backgroundColor: data.backgroundColor }) }
        this.scroll = () => {
          const scrollTop = Number.parseFloat(String(data.scrollTop))
          if (!Number.isNaN(scrollTop)) void services.invoke('pageScrollTo', { scrollTop, duration: data.scrollDuration })
        }
        this.colour()
        this.scroll()
        this.release = services.onResize(() => {
          const { width, height } = services.windowSize()
          this.triggerEvent('resize', { size: { windowWidth: width, windowHeight: height } })
        })
      },
      detached() {
        this.release?.()
        this.unstyle?.()
      },
    },
  }),

  /** https://developers.weixin.qq.com/miniprogram/dev/component/navigation-bar.html */
  'navigation-bar': define({
    properties: {
      title: String, loading: Boolean, frontColor: String, backgroundColor: String, colorAnimationDuration: Number,
      colorAnimationTimingFunc: { type: String, value: 'linear' },
    },
    observers: { title() { this.name?.() }, loading() { this.load?.() }, 'frontColor, backgroundColor'() { this.colour?.() } },
    lifetimes: {
      // Only now is the page the one on top, which these calls change.
      attached() {
        const { services, data } = this
        this.name = () => { if (data.title) void services.invoke('setNavigationBarTitle', { title: data.title }) }
        this.load = () => void services.invoke(`${data.loading ? 'show' : 'hide'}NavigationBarLoading`, {})
        this.colour = () => {
          const { frontColor, backgroundColor, colorAnimationDuration: duration, colorAnimationTimingFunc: timingFunc } = data
          if (frontColor && backgroundColor) void services.invoke('setNavigationBarColor', { frontColor, backgroundColor, animation: { duration, timingFunc } })
        }
        this.name()
        this.colour()
        if (data.loading) this.load()
      },
    },
  }),
}
