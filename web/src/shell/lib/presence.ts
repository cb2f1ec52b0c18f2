/** Keeps what has just gone on the screen until its way out is over. */
import { useEffect, useRef, useState } from 'preact/hooks'

export interface Present<T> {
  value: T
  leaving: boolean
  /** Call when the way out is over, as by `onAnimationEnd`. */
  gone(): void
}

/** `value` while it is there, and after that its last state with `leaving`. `key` tells one from the next. */
export function usePresence<T>(value: T | null | undefined, key: string | undefined): Present<T> | null {
  const last = useRef<{ key: string; value: T } | null>(null)
  const [over, setOver] = useState<string | null>(null)
  if (value !== null && value !== undefined && key !== undefined) last.current = { key, value }
  useEffect(() => {
    if (key !== undefined) setOver(null)
  }, [key])
  const kept = last.current
  if (!kept || (key === undefined && over === kept.key)) return null
  const leaving = key === undefined
  return { value: kept.value, leaving, gone: () => leaving && setOver(kept.key) }
}
