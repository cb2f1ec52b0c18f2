/** `this.animate` and `this.clearAnimation`: https://developers.weixin.qq.com/miniprogram/dev/framework/view/animation.html */
import type { Clock } from '../clock.ts'
import type { Json } from '../types.ts'
import { nodesIn } from './nodes.ts'

const MOVES = ['translate', 'translateX', 'translateY', 'translateZ', 'translate3d', 'perspective']
const TURNS = ['rotate', 'rotateX', 'rotateY', 'rotateZ', 'skew', 'skewX', 'skewY']
const PLAIN = ['scale', 'scaleX', 'scaleY', 'scaleZ', 'scale3d', 'matrix', 'matrix3d', 'rotate3d']

/** One key frame of ours from one of WeChat's: its transforms are members of their own. */
export function frameOf({ ease, easing, offset, transform, ...given }: Json): Json {
  const transforms = transform ? [String(transform)] : []
  const styles: Json = {}
  for (const [name, value] of Object.entries(given)) {
    const unit = MOVES.includes(name) ? 'px' : TURNS.includes(name) ? 'deg' : PLAIN.includes(name) ? '' : null
    if (unit === null) styles[name === 'transformOrigin' ? 'transformOrigin' : name] = value
    else transforms.push(`${name}(${[value].flat().map(one => (typeof one === 'number' ? `${one}${unit}` : one)).join(', ')})`)
  }
  const timing = ease ?? easing
  return { ...styles, ...(transforms.length && { transform: transforms.join(' ') }), ...(offset !== undefined && { offset }), ...(timing && { easing: timing }) }
}

type Timers = Pick<Clock, 'setTimeout'>

/** Where nothing is drawn, only the end is told. */
export function animate(caller: any, selector: string, frames: Json[], duration: number, done: unknown, timers: Timers): void {
  const hosts = nodesIn(caller, selector).map(node => node.$$).filter(host => typeof host?.animate === 'function')
  for (const host of hosts) host.animate(frames.map(frameOf), { duration, fill: 'forwards' })
  if (typeof done === 'function') timers.setTimeout(() => done(), duration)
}

/** All of an element's animations end; which of its values go is not told apart. */
export function clearAnimation(caller: any, selector: string, options: unknown, done: unknown, timers: Timers): void {
  for (const node of nodesIn(caller, selector)) for (const one of node.$$?.getAnimations?.() ?? []) one.cancel()
  const told = typeof options === 'function' ? options : done
  if (typeof told === 'function') timers.setTimeout(() => told(), 0)
}
