/** `wx.createAnimation`: a list of steps for an element's `animation`. https://developers.weixin.qq.com/miniprogram/dev/api/ui/animation/Animation.html */
import type { Json } from '../types.ts'

const TRANSFORMS = ['matrix', 'matrix3d', 'rotate', 'rotate3d', 'rotateX', 'rotateY', 'rotateZ', 'scale', 'scale3d', 'scaleX', 'scaleY', 'scaleZ',
  'skew', 'skewX', 'skewY', 'translate', 'translate3d', 'translateX', 'translateY', 'translateZ']
const STYLES = ['opacity', 'backgroundColor', 'width', 'height', 'top', 'right', 'bottom', 'left']

interface Part { type: string; args: unknown[] }

/** `options`: duration and delay in milliseconds, timingFunction, transformOrigin. */
export function createAnimation(options: Json = {}): Json {
  const first = { duration: 400, timingFunction: 'linear', delay: 0, transformOrigin: '50% 50% 0', ...options }
  let steps: Json[] = []
  let parts: Part[] = []
  const put = (type: string, args: unknown[]) => {
    parts = [...parts.filter(part => part.type !== type), { type, args }]
    return animation
  }
  const animation: Json = {
    step(own: Json = {}) {
      const { duration, timingFunction, delay, transformOrigin } = { ...first, ...own }
      steps.push({ animates: parts, option: { transformOrigin, transition: { duration, timingFunction, delay } } })
      return animation
    },
    /** The steps so far; they begin anew. */
    export() {
      const actions = steps
      steps = []
      return { actions }
    },
  }
  for (const name of TRANSFORMS) animation[name] = (...args: unknown[]) => put(name, args)
  for (const name of STYLES) animation[name] = (value: unknown) => put(`style.${name}`, [value])
  return animation
}
