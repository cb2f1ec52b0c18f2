/** What a hand does before the phone reacts: goes there, presses, swipes. */
import type { Stage, Touch } from '../shell/stage.ts'
import type { Place } from '../runtime/drive.ts'
import type { Params } from '../shell/wire.ts'
import type { Motions } from './theatre.ts'

/** Where the finger is, in pixels of the phone's frame; `down` while it presses. */
export interface Finger { x: number; y: number; down: boolean; swipe: boolean }

/** How long each takes at single speed, in milliseconds. */
export const GO = 560
const PRESS = 240
const LOOK = 520
const SWIPE = 460
/** How long a long press is held. */
const HOLD = 700

/** What one touches on the screen; all else is asked of the app unseen. */
const SEEN = new Set(['tap', 'longpress', 'input', 'pick', 'scroll', 'pull'])

/** The member-card component plays by its methods: where a hand would be for them. */
const BY_METHOD: Record<string, (args: unknown[]) => Params> = {
  toForm: () => ({ selector: '.foot .main' }),
  submit: () => ({ selector: '.foot .main' }),
  leave: () => ({ selector: '.foot .main' }),
  agree: () => ({ selector: '.statement .tick' }),
  changed: ([event]) => ({ selector: `[data-id="${(event as { detail: { id: string } }).detail.id}"]` }),
}

export function handOf(wait: (ms: number) => Promise<void>, show: (finger: Finger) => void): Motions {
  const press = async ({ left, top, width, height }: Place, held = PRESS) => {
    const at = { x: left + width / 2, y: top + height / 2, swipe: false }
    show({ ...at, down: false })
    await wait(GO)
    show({ ...at, down: true })
    await wait(held)
    show({ ...at, down: false })
  }
  /** Up or down over most of the place. */
  const drag = async ({ left, top, width, height }: Place, up: boolean) => {
    const [x, low, high] = [left + width / 2, top + height * .75, top + height * .3]
    const [from, to] = up ? [low, high] : [high, low]
    show({ x, y: from, down: false, swipe: false })
    await wait(GO)
    show({ x, y: from, down: true, swipe: true })
    await wait(PRESS)
    show({ x, y: to, down: true, swipe: true })
    await wait(SWIPE)
    show({ x, y: to, down: false, swipe: false })
  }
  const swipe = async ({ left, top, width }: Place) => {
    show({ x: left + 6, y: top, down: false, swipe: false })
    await wait(GO)
    show({ x: left + 6, y: top, down: true, swipe: true })
    await wait(PRESS)
    show({ x: left + width, y: top, down: true, swipe: true })
    await wait(SWIPE)
    show({ x: left + width, y: top, down: false, swipe: false })
  }
  const touch = async (one: Touch | null) => {
    if (!one) return wait(LOOK)
    await (one.swipe ? swipe(one.place) : press(one.place))
  }
  return {
    async drive(stage: Stage, instance: string, command: Params) {
      const own = command as { do: string; name?: string; args?: unknown[]; value?: unknown }
      const method = own.do === 'call' && own.name ? BY_METHOD[own.name] : undefined
      if (!SEEN.has(own.do) && !method) return own.do === 'play' ? wait(LOOK) : undefined
      const target = method ? { do: 'tap', ...method(own.args ?? []) } : command
      // A place that cannot be found is for the command itself to complain of.
      const place = await stage.place(instance, target).catch(() => null)
      if (!place) await wait(LOOK / 2)
      else if (own.do === 'scroll' || own.do === 'pull') await drag(place, own.do === 'scroll' && own.value !== 'top')
      else await press(place, own.do === 'longpress' ? HOLD : PRESS)
    },
    async say(stage: Stage, method: string, params: Params) {
      // What has risen is looked at first.
      if (method === 'Sheet.answer') await wait(LOOK)
      await touch(await stage.touch(method, params))
    },
  }
}
