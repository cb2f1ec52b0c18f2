/** Keeps what has just gone on the screen until its way out is over. */
import { useRef, useState } from 'preact/hooks'

export interface Present<T> {
  key: string
  value: T
  leaving: boolean
  /** For `onAnimationEnd` of the element that moves out. */
  ended(event: AnimationEvent): void
}

/** The items, and after them those that are on their way out, each with its last state. */
export function usePresence<T>(items: T[], keyOf: (item: T) => string): Present<T>[] {
  const kept = useRef<{ key: string; value: T }[]>([])
  const [, redraw] = useState(0)
  const here = items.map((value) => ({ key: keyOf(value), value }))
  const keys = new Set(here.map((one) => one.key))
  const going = kept.current.filter((one) => !keys.has(one.key))
  kept.current = [...here, ...going]
  const ended = (key: string) => (event: AnimationEvent) => {
    if (event.target !== event.currentTarget || keys.has(key)) return
    kept.current = kept.current.filter((one) => one.key !== key)
    redraw((count) => count + 1)
  }
  return kept.current.map(({ key, value }) => ({ key, value, leaving: !keys.has(key), ended: ended(key) }))
}
