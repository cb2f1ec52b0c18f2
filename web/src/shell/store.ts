/** One value that others can watch. */
import { useLayoutEffect, useState } from 'preact/hooks'

export class Store<T> {
  #watchers = new Set<(value: T) => void>()

  constructor(public value: T) {}

  set(value: T): void {
    if (Object.is(value, this.value)) return
    this.value = value
    for (const watcher of this.#watchers) watcher(value)
  }

  /** Calls `watcher` at each change; returns what ends that. */
  watch(watcher: (value: T) => void): () => void {
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }
}

/** The store's value, kept fresh. It is watched from the moment it is shown: an effect after painting comes some pictures late. */
export function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState(store.value)
  useLayoutEffect(() => {
    setValue(() => store.value)
    return store.watch((next) => setValue(() => next))
  }, [store])
  return value
}
