/**
 * Skyline's gesture components: virtual boxes around what is touched, which call the page's worklets.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/skyline/gesture.html
 */
import { define, type Builtin, type Sketch } from './define.ts'

/** "State" of the manual. */
export const POSSIBLE = 0, BEGIN = 1, ACTIVE = 2, END = 3, CANCELLED = 4

/** Older templates write the callbacks as attributes. */
const OLD: Record<string, string> = { ongesture: 'onGestureEvent' }

const handler: Sketch = {
  properties: {
    tag: String, simultaneousHandlers: Array, nativeView: String, onGestureEvent: String, shouldResponseOnMove: String, shouldAcceptGesture: String,
  },
  reflect: ['nativeView'],
  lifetimes: {
    created() { this.worklets = {} },
    workletChange(name, method) { this.worklets[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())] = method },
  },
  methods: {
    /** Runs the page's or component's worklet for this callback; undefined where there is none. */
    run(name: string, event?: object): unknown {
      const method = this.worklets[name] ?? this.data[OLD[name] ?? name]
      const owner = this._$.ownerShadowRoot?.getHostNode() as any
      const worklet = owner?.getMethodCaller()[method]
      return typeof worklet === 'function' ? this.services.guarded(() => worklet.call(owner.getMethodCaller(), event), String(method)) : undefined
    },
  },
}

export const gestures = {
  'tap-gesture-handler': define(handler),
  'double-tap-gesture-handler': define(handler),
  'long-press-gesture-handler': define(handler),
  'pan-gesture-handler': define(handler),
  'horizontal-drag-gesture-handler': define(handler),
  'vertical-drag-gesture-handler': define(handler),
  'scale-gesture-handler': define(handler),
  'force-press-gesture-handler': define(handler),
}

export type Kind = 'tap' | 'double-tap' | 'long-press' | 'pan' | 'horizontal-drag' | 'vertical-drag' | 'scale' | 'force-press'

export interface Handler { kind: Kind; builtin: Builtin }

/** The gesture components around an element, the innermost first. */
export function handlersAround(element: any): Handler[] {
  const found: Handler[] = []
  for (let at = element; at; at = at.getComposedParent()) {
    const builtin = at.getMethodCaller?.()
    if (String(builtin?.tag ?? '') in gestures) found.push({ kind: builtin.tag.replace('-gesture-handler', ''), builtin })
  }
  return found
}

/** Both have named the other's tag, or one the other's: then one does not end the other. */
export function together(one: Builtin, other: Builtin): boolean {
  const names = (from: Builtin, to: Builtin) => Boolean(to.data.tag) && (from.data.simultaneousHandlers ?? []).includes(to.data.tag)
  return one === other || names(one, other) || names(other, one)
}

/** A test taps or presses: what a finger would bring about, told of the innermost component for it. */
export function performed(element: any, kind: 'tap' | 'long-press'): void {
  const first = handlersAround(element).find(one => one.kind === kind)
  if (!first || first.builtin.run('shouldAcceptGesture') === false) return
  const states = kind === 'tap' ? [BEGIN] : [BEGIN, END]
  for (const state of states) first.builtin.run('ongesture', { state, absoluteX: 0, absoluteY: 0 })
}
