/** hover-class: put on after hover-start-time, taken off hover-stay-time after the finger has left. */
import { StyleSegmentIndex, type Element } from 'glass-easel'
import { builtinOf } from '../builtins/tree.ts'
import type { Builtin } from '../builtins/define.ts'

const DEFAULTS = ['button-hover', 'navigator-hover']

function setHover(component: Builtin, on: boolean): void {
  const name = String(component.data.hoverClass)
  for (const part of name.split(/\s+/).filter(Boolean)) component._$.toggleNodeClass(part, on, StyleSegmentIndex.TEMP_EXTRA)
  const host = (component._$ as any).$$ as HTMLElement | null
  if (DEFAULTS.includes(name)) host?.toggleAttribute('data-hover', on)
}

/** The built-ins from a node up that show a hover class; one with hover-stop-propagation is the last. */
function hovered(target: Element): Builtin[] {
  const found: Builtin[] = []
  for (let at: Element | null = target; at; at = at.getComposedParent()) {
    const component = builtinOf(at)
    if (!component) continue
    const { hoverClass, disabled, hoverStopPropagation } = component.data
    if (hoverClass && hoverClass !== 'none' && !disabled) found.push(component)
    if (hoverStopPropagation) break
  }
  return found
}

export class Hover {
  private readonly timers = new Map<Builtin, number>()

  start(target: Element): void {
    for (const component of hovered(target)) this.later(component, true, component.data.hoverStartTime)
  }

  /** A finger that leaves early (a scroll) shows nothing more. */
  cancel(target: Element): void {
    for (const component of hovered(target)) this.later(component, false, 0)
  }

  /** A quick tap shows its class too, for a moment. */
  end(target: Element): void {
    for (const component of hovered(target)) {
      if (this.timers.has(component)) setHover(component, true)
      this.later(component, false, component.data.hoverStayTime)
    }
  }

  private later(component: Builtin, on: boolean, ms: number): void {
    window.clearTimeout(this.timers.get(component))
    this.timers.set(component, window.setTimeout(() => {
      this.timers.delete(component)
      setHover(component, on)
    }, ms))
  }
}
