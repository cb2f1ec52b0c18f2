/** view, text, icon, progress, rich-text, cover-view and the tags that behave as a plain box. */
import { alike, define } from './define.ts'

/** Plain boxes: WeChat's own containers without behaviour of ours, and HTML tags that old projects use as one. */
const BOXES = ['cover-view', 'grid-view', 'list-view', 'sticky-header', 'sticky-section', 'span', 'div', 'p', 'a', 'i',
  'ul', 'li', 'section', 'h1', 'h2', 'h3', 'b', 'strong', 'open-container', 'snapshot', 'selection', 'nested-scroll-header',
  'nested-scroll-body', 'draggable-sheet', 'grid-builder', 'list-builder']

const ICON_COLORS: Record<string, string> = {
  success: '#07c160', success_no_circle: '#07c160', info: '#10aeff', warn: '#fa5151', waiting: '#10aeff',
  cancel: '#fa5151', download: '#07c160', search: '#b2b2b2', clear: '#b2b2b2',
}

/** A length property: a bare number means CSS px; `20rpx` and `1em` stay as they are, rpx as a calc. */
export function cssLength(value: unknown, fallback: string): string {
  if (value === undefined || value === null || value === '') return fallback
  const text = String(value).trim()
  if (/^-?[\d.]+rpx$/.test(text)) return `calc(var(--rpx) * ${Number.parseFloat(text)})`
  return /^-?[\d.]+$/.test(text) ? `${text}px` : text
}

export const basic = {
  ...alike(BOXES, {}),

  view: define({}),

  text: define({
    properties: { selectable: Boolean, userSelect: Boolean, space: String, decode: Boolean, overflow: String, maxLines: Number },
    reflect: ['selectable', 'userSelect', 'space', 'overflow'],
  }),

  icon: define({
    wxml: '<h-i class="icon icon-{{shape}}" style="width:{{px}};height:{{px}};background-color:{{tint}}"/>',
    properties: { type: String, size: { type: null, value: 23 }, color: String },
    data: { shape: '', px: '23px', tint: '#07c160' },
    observers: {
      'type, size, color'(type: string, size: unknown, color: string) {
        const shape = ICON_COLORS[type] ? type : ''
        this.setData({ shape, px: cssLength(size, '23px'), tint: shape ? color || ICON_COLORS[type] : 'transparent' })
      },
    },
  }),

  progress: define({
    wxml: '<h-div class="progress-bar ~wx-progress-bar" style="height:{{thick}};background-color:{{backgroundColor}};border-radius:{{round}}">' +
      '<h-div class="progress-inner ~wx-progress-inner-bar" style="width:{{shown}}%;background-color:{{activeColor || color}};border-radius:{{round}};transition:width {{time}}ms linear"/>' +
      '</h-div><h-div class="progress-info ~wx-progress-info" wx:if="{{showInfo}}" style="font-size:{{letter}}">{{shown}}%</h-div>',
    properties: {
      percent: Number, showInfo: Boolean, borderRadius: { type: null, value: 0 }, fontSize: { type: null, value: 16 },
      strokeWidth: { type: null, value: 6 }, color: { type: String, value: '#09BB07' }, activeColor: String,
      backgroundColor: { type: String, value: '#EBEBEB' }, active: Boolean,
      activeMode: { type: String, value: 'backwards' }, duration: { type: Number, value: 30 },
    },
    data: { shown: 0, time: 0, thick: '6px', round: '0px', letter: '16px' },
    observers: {
      'strokeWidth, borderRadius, fontSize'(stroke: unknown, round: unknown, letter: unknown) {
        this.setData({ thick: cssLength(stroke, '6px'), round: cssLength(round, '0px'), letter: cssLength(letter, '16px') })
      },
      percent(percent: number) {
        const to = Math.min(100, Math.max(0, Number(percent) || 0))
        const from = this.data.activeMode === 'forwards' ? this.data.shown : 0
        const time = this.data.active ? Math.abs(to - from) * this.data.duration : 0
        this.setData({ shown: to, time })
        this.services.timers.clearTimeout(this.ending)
        if (this.data.active) {
          this.ending = this.services.timers.setTimeout(() => this.triggerEvent('activeend', { curPercent: to }), time)
        }
      },
    },
    lifetimes: { detached() { this.services.timers.clearTimeout(this.ending) } },
  }),

  'rich-text': define({
    wxml: '<h-div class="rich-text"/>',
    properties: { nodes: { type: null, value: [] }, space: String, userSelect: Boolean, mode: String },
    reflect: ['space', 'userSelect'],
    observers: { nodes() { this.draw?.() } },
  }),
}
