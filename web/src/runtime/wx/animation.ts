/** `wx.createAnimation`: a list of steps for an element's `animation`. https://developers.weixin.qq.com/miniprogram/dev/api/ui/animation/Animation.html */
import type { Json } from '../types.ts'

const TRANSFORMS = ['matrix', 'matrix3d', 'rotate', 'rotate3d', 'rotateX', 'rotateY', 'rotateZ', 'scale', 'scale3d', 'scaleX', 'scaleY', 'scaleZ',
  'skew', 'skewX', 'skewY', 'translate', 'translate3d', 'translateX', 'translateY', 'translateZ']
const STYLES = ['opacity', 'backgroundColor', 'width', 'height', 'top', 'right', 'bottom', 'left']

interface Part { type: string; args: unknown[] }

/** `option` is as in a step; component libraries change it there. */
class Animation {
  private steps: Json[] = []
  private parts: Part[] = []
  readonly option: Json

  constructor({ duration = 400, timingFunction = 'linear', delay = 0, transformOrigin = '50% 50% 0' }: Json) {
    this.option = { transformOrigin, transition: { duration, timingFunction, delay } }
  }

  put(type: string, args: unknown[]): this {
    this.parts = [...this.parts.filter(part => part.type !== type), { type, args }]
    return this
  }

  step(own: Json = {}): this {
    const { duration, timingFunction, delay, transformOrigin } = { ...this.option.transition, transformOrigin: this.option.transformOrigin, ...own }
    this.steps.push({ animates: this.parts, option: { transformOrigin, transition: { duration, timingFunction, delay } } })
    return this
  }

  /** The steps so far; they begin anew. */
  export(): Json {
    const actions = this.steps
    this.steps = []
    return { actions }
  }
}

const methods: Json = Animation.prototype
for (const name of TRANSFORMS) methods[name] = function (this: Animation, ...args: unknown[]) { return this.put(name, args) }
for (const name of STYLES) methods[name] = function (this: Animation, value: unknown) { return this.put(`style.${name}`, [value]) }

/** `options`: duration and delay in milliseconds, timingFunction, transformOrigin. */
export const createAnimation = (options: Json = {}): Animation => new Animation(options)
