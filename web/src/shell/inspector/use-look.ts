/** What the mini-program in front answers to a look, asked again and again while somebody looks. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import type { AppFrame } from '../frames.ts'
import { useStore } from '../store.ts'
import type { Params } from '../wire.ts'

const EVERY = 600

/** The running frame of the mini-program in front; null while there is none. */
export function useFrontFrame(): AppFrame | null {
  const session = useSession()
  const phone = useStore(session.phone)
  const frames = useStore(session.frames)
  const front = phone?.apps.find((app) => app.shown)
  const frame = (front && frames.get(front.instance)) ?? null
  return useRunning(frame) ? frame : null
}

function useRunning(frame: AppFrame | null): boolean {
  const [, redraw] = useState(0)
  useEffect(() => frame?.life.watch(() => redraw((count) => count + 1)), [frame])
  return frame?.life.value === 'running'
}

/** The newest answer, and `again` to ask at once. The value keeps its identity while it says the same. */
export function useLook<Result>(frame: AppFrame | null, look: Params | null): { value: Result | null; again: () => void } {
  const [value, setValue] = useState<Result | null>(null)
  const last = useRef('')
  const words = JSON.stringify(look)
  const ask = useCallback(async () => {
    if (!frame || !look) return
    const answer = await frame.look<Result>(look).catch(() => null)
    const text = JSON.stringify(answer)
    if (text === last.current) return
    last.current = text
    setValue(answer)
  }, [frame, words])
  useEffect(() => {
    last.current = ''
    setValue(null)
    void ask()
    const id = setInterval(() => void ask(), EVERY)
    return () => clearInterval(id)
  }, [ask])
  return { value, again: () => void ask() }
}
