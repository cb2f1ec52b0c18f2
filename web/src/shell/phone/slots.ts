/**
 * The frames of one layer, by rising numbers, so that none is ever moved in the document (it would load anew): what was
 * there until the new instance has something to show, the instance's own, and, once it has been loaded anew, a spare one
 * that is ready for the next time.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { AppFrame, FrameLife } from '../frames.ts'
import { Store, useStore } from '../store.ts'

/** The longest that what was there stands in for an app that draws nothing, in milliseconds. */
const STAND_IN = 3_000

/** Of a layer whose mini-program is not known yet. */
export const BOOTING = new Store<FrameLife>('booting')
const NOTHING_DRAWN = new Store(false)

interface Here {
  frame: AppFrame | undefined
  current: number
  before: number | null
  spare: number | null
  elements: Map<number, HTMLIFrameElement>
}

interface Slots {
  /** In their order in the document. */
  slots: number[]
  /** The one of the instance. */
  current: number
  loaded(slot: number, element: HTMLIFrameElement): void
}

export function useSlots(frame: AppFrame | undefined): Slots {
  const here = useRef<Here>({ frame, current: 0, before: null, spare: null, elements: new Map() }).current
  const drawn = useDrawn(frame)
  const [, redraw] = useState(0)
  if (here.frame && here.frame !== frame) Object.assign(here, { before: here.current, current: here.current + 1, spare: null })
  here.frame = frame
  useLayoutEffect(() => {
    const ready = here.elements.get(here.current)
    if (ready) void frame?.start(ready)
  }, [frame])
  const loadedAnew = drawn && here.current > 0
  // The old picture goes with the new one's first: an effect after painting would show it for some pictures more.
  if (loadedAnew && here.before !== null) {
    here.elements.delete(here.before)
    here.before = null
  }
  useEffect(() => {
    if (!loadedAnew) return
    here.spare = here.current + 1
    redraw((count) => count + 1)
  }, [loadedAnew, frame])
  const loaded = (slot: number, element: HTMLIFrameElement) => {
    here.elements.set(slot, element)
    if (slot === here.current) void here.frame?.start(element)
  }
  return { slots: [here.before, here.current, here.spare].filter((slot) => slot !== null), current: here.current, loaded }
}

/** Whether there is something to see, or it is no use to wait any longer. */
function useDrawn(frame: AppFrame | undefined): boolean {
  // The stores are watched here and read below: of a new frame, the first picture would still have the old one's values.
  useStore(frame?.drawn ?? NOTHING_DRAWN)
  useStore(frame?.life ?? BOOTING)
  const [late, setLate] = useState<AppFrame>()
  useEffect(() => {
    const id = setTimeout(() => setLate(frame), STAND_IN)
    return () => clearTimeout(id)
  }, [frame])
  return frame !== undefined && (frame.drawn.value || frame.life.value === 'broken' || late === frame)
}
