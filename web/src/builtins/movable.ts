/** movable-area and movable-view: a box the finger drags inside another. */
import { define } from './define.ts'

export const movables = {
  'movable-area': define({ properties: { scaleArea: Boolean } }),
  'movable-view': define({
    properties: {
      direction: { type: String, value: 'none' }, inertia: Boolean, outOfBounds: Boolean, x: null, y: null,
      damping: { type: Number, value: 20 }, friction: { type: Number, value: 2 }, disabled: Boolean, scale: Boolean,
      scaleMin: { type: Number, value: 0.5 }, scaleMax: { type: Number, value: 10 }, scaleValue: { type: Number, value: 1 },
      animation: { type: Boolean, value: true },
    },
    data: { left: 0, top: 0 },
    observers: { 'x, y'(x: unknown, y: unknown) { this.moveTo(Number.parseFloat(String(x)) || 0, Number.parseFloat(String(y)) || 0, '') } },
    methods: {
      /** Moves to a place in CSS px; `source` is `touch` or empty when the app asked. */
      moveTo(left: number, top: number, source: string) {
        if (left === this.data.left && top === this.data.top) return
        this.setData({ left, top })
        this.place?.()
        this.triggerEvent('change', { x: left, y: top, source })
      },
    },
  }),
}
