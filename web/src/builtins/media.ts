/** image, web-view, and honest boxes for what cannot be real here (canvas, map, camera …). */
import { define, reflect, type Sketch } from './define.ts'

const MODES = ['scaleToFill', 'aspectFit', 'aspectFill', 'widthFix', 'heightFix', 'top', 'bottom', 'center', 'left',
  'right', 'top left', 'top right', 'bottom left', 'bottom right']

/** Tags that we show as a labelled box. */
export const BOXED = ['map', 'camera', 'live-player', 'live-pusher', 'ad', 'ad-custom',
  'official-account', 'official-account-publish', 'editor', 'voip-room', 'channel-video', 'channel-live',
  'functional-page-navigator', 'xr-scene', 'store-product', 'store-home']

const IMAGE: Sketch = {
  wxml: '<h-img alt="" draggable="false"/>',
  properties: {
    src: String, mode: { type: String, value: 'scaleToFill' }, lazyLoad: Boolean, fadeIn: Boolean, webp: Boolean,
    showMenuByLongpress: Boolean, forceHttps: Boolean, referrerPolicy: String,
  },
  reflect: ['mode'],
  observers: {
    src() { this.load?.() },
    ariaLabel(label: unknown) {
      reflect(this, 'ariaLabel', label)
      reflect(this, 'ariaRole', label ? 'img' : '')
    },
  },
}

export const media = {
  image: define({
    ...IMAGE,
    observers: {
      ...IMAGE.observers,
      mode(mode: string) { if (mode && !MODES.includes(mode)) this.services.missing(`image mode=${mode}`) },
    },
  }),

  'cover-image': define(IMAGE),

  'web-view': define({
    wxml: '<h-div class="boxed"><h-b>web-view</h-b><h-span>{{src}}</h-span>' +
      '<h-small>这里不显示外部网页 / external pages are not shown here</h-small></h-div>',
    boxed: true,
    properties: { src: String, updateTitle: Boolean, progressbarColor: String },
    lifetimes: { attached() { this.services.missing('web-view') } },
  }),

  ...Object.fromEntries(BOXED.map(tag => [tag, define({
    wxml: `<h-div class="boxed"><h-b>${tag}</h-b><h-small>模拟器不提供此组件 / not available in the emulator</h-small></h-div><slot/>`,
    boxed: true,
    properties: { src: String, type: String, canvasId: String, unitId: String, latitude: Number, longitude: Number, scale: null, rotate: Number, skew: Number },
    lifetimes: { attached() { this.services.missing(tag) } },
  })])),

}
