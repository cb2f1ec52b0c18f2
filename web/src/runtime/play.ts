/** Plays what `wx.createAnimation` exports on an element: each step is a CSS transition, the next one starts at its end. */

interface Part { type: string; args: unknown[] }
interface Step { animates: Part[]; option: { transformOrigin: string; transition: { duration: number; delay: number; timingFunction: string } } }
interface Timers { setTimeout(run: () => void, ms: number): number }

/** The engine's style segment for animations. */
const ANIMATION = 2
const running = new WeakMap<object, object>()

export function play(element: any, value: unknown, timers: Timers): void {
  const steps = (value as { actions?: Step[] } | null)?.actions
  if (!Array.isArray(steps)) return
  const run = {}
  running.set(element, run)
  const next = (index: number) => {
    const step = steps[index]
    if (!step || running.get(element) !== run) return
    element.setNodeStyle(css(step), ANIMATION)
    const { duration, delay } = step.option.transition
    timers.setTimeout(() => next(index + 1), duration + delay)
  }
  next(0)
}

function css({ animates, option: { transformOrigin, transition: { duration, delay, timingFunction } } }: Step): string {
  const transforms = animates.filter(({ type }) => !type.startsWith('style.')).map(({ type, args }) => `${type}(${args.map(value => withUnit(type, value)).join(',')})`)
  const styles = animates.filter(({ type }) => type.startsWith('style.'))
    .map(({ type, args: [value] }) => `${type.slice(6).replace('backgroundColor', 'background-color')}:${type === 'style.opacity' ? value : withUnit('translate', value)}`)
  const moved = transforms.length ? [`transform:${transforms.join(' ')}`, `transform-origin:${transformOrigin}`] : []
  return [`transition:all ${duration}ms ${timingFunction} ${delay}ms`, ...moved, ...styles].join(';')
}

/** Bare numbers are pixels when moving and degrees when turning. */
function withUnit(type: string, value: unknown): unknown {
  if (typeof value !== 'number') return value
  if (type.startsWith('translate')) return `${value}px`
  return /^(rotate|skew)/.test(type) && type !== 'rotate3d' ? `${value}deg` : value
}
