/** movable-area and movable-view: a box that fingers drag and stretch inside another. https://developers.weixin.qq.com/miniprogram/dev/component/movable-view.html */
import { define, type Builtin } from './define.ts'
import { isDrawn, past, runsOut, type Motion } from './motion.ts'

/** From where to where its left upper corner may go, in CSS px; without a size there are no edges. */
export interface Room { left: [number, number]; top: [number, number] }

const ENDLESS: Room = { left: [-Infinity, Infinity], top: [-Infinity, Infinity] }

const FRAME = 16

const hold = (value: number, [low, high]: [number, number]) => Math.min(high, Math.max(low, value))
const tenth = (value: number) => Math.round(value * 10) / 10

const roomOf = (view: Builtin): Room => view.measure?.() ?? ENDLESS

export const movables = {
  'movable-area': define({ properties: { scaleArea: Boolean }, reflect: ['scaleArea'] }),
  'movable-view': define({
    properties: {
      direction: { type: String, value: 'none' }, inertia: Boolean, outOfBounds: Boolean, x: null, y: null,
      damping: { type: Number, value: 20 }, friction: { type: Number, value: 2 }, disabled: Boolean, scale: Boolean,
      scaleMin: { type: Number, value: 0.5 }, scaleMax: { type: Number, value: 10 }, scaleValue: { type: Number, value: 1 },
      animation: { type: Boolean, value: true },
    },
    data: { left: 0, top: 0, size: 1 },
    observers: {
      'x, y'(x: unknown, y: unknown) {
        this.stop()
        this.moveTo(Number.parseFloat(String(x)) || 0, Number.parseFloat(String(y)) || 0, '')
      },
      scaleValue(value: number) { if (this.data.scale) this.stretchTo(value) },
    },
    methods: {
      /** Moves within its area to a place in CSS px. `source` as the change event tells it; empty when the app asked. */
      moveTo(left: number, top: number, source: string) {
        const room = roomOf(this)
        this.put(hold(left, room.left), hold(top, room.top), source)
      },
      put(left: number, top: number, source: string) {
        if (left === this.data.left && top === this.data.top) return
        this.setData({ left, top })
        this.place?.(source === '' && this.data.animation)
        this.triggerEvent('change', { x: tenth(left), y: tenth(top), source })
      },
      /** Another size, within its bounds; tells it where it is new. */
      stretchTo(value: number) {
        const { scaleMin, scaleMax } = this.data
        const size = hold(Number(value) || 1, [Math.max(.1, scaleMin), Math.min(10, scaleMax)])
        if (size === this.data.size) return
        this.setData({ size })
        this.moveTo(this.data.left, this.data.top, '')
        this.place?.(false)
        this.triggerEvent('scale', { x: tenth(this.data.left), y: tenth(this.data.top), scale: Math.round(size * 1000) / 1000 })
      },
      /** A finger goes down: whether it may drag. */
      userStart() {
        this.stop()
        this.from = { left: this.data.left, top: this.data.top, size: this.data.size }
        return !this.data.disabled && this.data.direction !== 'none'
      },
      /** The finger is `dx`, `dy` from where it went down. */
      userDrag(dx: number, dy: number) {
        const { direction, outOfBounds } = this.data
        const room = roomOf(this)
        const along = (from: number, by: number, edges: [number, number]) => (outOfBounds ? past(from + by, ...edges) : hold(from + by, edges))
        const left = direction === 'vertical' ? this.data.left : along(this.from.left, dx, room.left)
        const top = direction === 'horizontal' ? this.data.top : along(this.from.top, dy, room.top)
        const out = left !== hold(left, room.left) || top !== hold(top, room.top)
        this.put(left, top, out ? 'touch-out-of-bounds' : 'touch')
      },
      /** The finger is lifted, at a speed in px per ms. */
      userDrop(speedX: number, speedY: number) {
        const { direction, inertia, friction } = this.data
        const [x, y] = [direction === 'vertical' ? 0 : speedX, direction === 'horizontal' ? 0 : speedY]
        const share = Math.hypot(x, y)
        if (this.isOut() || !inertia || !share) return this.comeBack()
        const run = (from: number, speed: number) => runsOut(from, speed, friction * Math.abs(speed) / share)
        this.go(x ? run(this.data.left, x) : null, y ? run(this.data.top, y) : null, 'friction')
      },
      /** Two fingers are `times` as far from each other as when they went down. */
      userPinch(times: number) { if (this.data.scale && !this.data.disabled) this.stretchTo(this.from.size * times) },
      isOut() {
        const room = roomOf(this)
        return this.data.left !== hold(this.data.left, room.left) || this.data.top !== hold(this.data.top, room.top)
      },
      comeBack() {
        if (!this.isOut()) return
        const room = roomOf(this)
        const back = (at: number, edges: [number, number]) => (at === hold(at, edges) ? null : isDrawn(at, hold(at, edges), this.data.damping))
        this.go(back(this.data.left, room.left), back(this.data.top, room.top), 'out-of-bounds')
      },
      /** Moves on by itself, a frame at a time; its run ends at an edge. */
      go(x: Motion | null, y: Motion | null, source: string) {
        const rests = Math.max(x?.rests ?? 0, y?.rests ?? 0)
        const begin = this.present()
        const step = () => {
          const ms = Math.min(rests, this.present() - begin)
          const room = roomOf(this)
          const along = (motion: Motion | null, at: number, edges: [number, number]) => (motion ? (source === 'friction' ? hold(motion.at(ms), edges) : motion.at(ms)) : at)
          this.put(along(x, this.data.left, room.left), along(y, this.data.top, room.top), source)
          if (ms < rests) this.moving = this.later(step)
          else this.put(hold(this.data.left, room.left), hold(this.data.top, room.top), source)
        }
        this.stop()
        this.moving = this.later(step)
      },
      /** Now, and the next frame: by the app's clock, unless the browser puts its own in their place. */
      present() { return this.services.now() },
      later(run: () => void) { return this.services.timers.setTimeout(run, FRAME) },
      stop() { this.services.timers.clearTimeout(this.moving) },
    },
    lifetimes: {
      attached() { if (this.data.scale && this.data.scaleValue !== 1) this.stretchTo(this.data.scaleValue) },
      detached() { this.stop() },
    },
  }),
}
