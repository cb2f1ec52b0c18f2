/** `this.applyAnimatedStyle`: https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/skyline/worklet.html#applyAnimatedStyle */
import type { Json } from '../types.ts'
import { whenever } from '../wx/worklet.ts'
import { nodesIn } from './nodes.ts'

/** The engine's style segment for animations. */
const ANIMATION = 2

/** Numbers that are no lengths; others are pixels. */
const BARE = ['opacity', 'zIndex', 'flex', 'flexGrow', 'flexShrink', 'fontWeight', 'lineHeight', 'order']

let last = 0

export function applyAnimatedStyle(caller: any, selector: string, updater: () => Json | undefined, options: unknown, done: unknown): void {
  let shown = (options as Json | undefined)?.immediate !== false
  whenever(() => {
    const style = css(updater() ?? {})
    if (shown) for (const node of nodesIn(caller, selector)) node.setNodeStyle?.(style, ANIMATION)
    shown = true
  })
  const told = typeof options === 'function' ? options : done
  if (typeof told === 'function') told({ styleId: ++last })
}

export function clearAnimatedStyle(caller: any, selector: string): void {
  for (const node of nodesIn(caller, selector)) node.setNodeStyle?.('', ANIMATION)
}

function css(style: Json): string {
  return Object.entries(style)
    .map(([name, value]) => `${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}:${value}${typeof value === 'number' && !BARE.includes(name) ? 'px' : ''}`)
    .join(';')
}
