/** Elements of the first base libraries that old projects still write; calls and `button` have taken their place. */
import { define, type Builtin } from './define.ts'

/** They are shown and hidden by `hidden` alone, which the page sets when it hears of the event. */
const shown = (component: Builtin) => !component.data.hidden

export const old = {
  modal: define({
    wxml: '<h-div class="old-mask"/><h-div class="old-modal"><h-div class="old-title" wx:if="{{title}}">{{title}}</h-div><h-div class="old-content"><slot/></h-div>' +
      '<h-div class="old-buttons"><h-div class="old-button" wx:if="{{!noCancel}}" bind:tap="cancel">{{cancelText}}</h-div>' +
      '<h-div class="old-button old-first" bind:tap="confirm">{{confirmText}}</h-div></h-div></h-div>',
    properties: { title: String, noCancel: Boolean, confirmText: { type: String, value: '确定' }, cancelText: { type: String, value: '取消' } },
    methods: { cancel() { this.triggerEvent('cancel', {}) }, confirm() { this.triggerEvent('confirm', {}) } },
  }),

  toast: define({
    wxml: '<h-div class="old-note"><h-i class="icon icon-success_no_circle old-mark"/><h-div><slot/></h-div></h-div>',
    properties: { duration: { type: Number, value: 1500 } },
    methods: {
      wait() {
        this.services.timers.clearTimeout(this.ending)
        if (shown(this) && this.data.duration) this.ending = this.services.timers.setTimeout(() => this.triggerEvent('change', { value: this.data.hidden }), this.data.duration)
      },
    },
    observers: { 'hidden, duration'() { this.wait() } },
    lifetimes: { attached() { this.wait() }, detached() { this.services.timers.clearTimeout(this.ending) } },
  }),

  loading: define({ wxml: '<h-div class="old-note"><h-i class="button-loading old-mark"/><h-div><slot/></h-div></h-div>' }),

  'action-sheet': define({
    wxml: '<h-div class="old-mask" bind:tap="leave"/><h-div class="old-sheet"><slot/></h-div>',
    methods: { leave() { this.triggerEvent('change', {}) } },
    lifetimes: { created() { this._$.addListener('sheetcancel', event => { event.stopPropagation(); this.leave() }) } },
  }),

  'action-sheet-item': define({ wxml: '<h-div class="old-item"><slot/></h-div>' }),

  'action-sheet-cancel': define({
    wxml: '<h-div class="old-item old-last"><slot/></h-div>',
    lifetimes: { created() { this._$.addListener('tap', () => this.triggerEvent('sheetcancel', {}, { bubbles: true, composed: true })) } },
  }),

  /** https://developers.weixin.qq.com/miniprogram/dev/component/contact-button.html */
  'contact-button': define({
    wxml: '<h-i class="contact" style="width:{{px}}px;height:{{px}}px"/>',
    properties: { size: { type: Number, value: 18 }, type: { type: String, value: 'default-dark' }, sessionFrom: String },
    data: { px: 18 },
    reflect: ['type'],
    observers: { size(size: number) { this.setData({ px: Math.min(27, Math.max(18, Number(size) || 18)) }) } },
    lifetimes: { created() { this._$.addListener('tap', () => this.triggerEvent('contact', { errMsg: 'enterContact:ok' })) } },
  }),
}
