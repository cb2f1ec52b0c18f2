/** What the show tells the presenter's own window, and what that window asks for: windows of one address hear each other. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { useStore } from '../shell/store.ts'
import type { Language } from '../shell/texts.ts'
import type { Says } from '../shell/wire.ts'
import type { Show } from './show.ts'

/**
 * `notes` about the case and about what comes now; `now` and `next` are the captions; `setting` while a phone is made ready.
 * Null while no scene is chosen.
 */
export interface Cue {
  language: Language
  scene: {
    number: number
    title: Says
    says: Says
    notes: (Says | null)[]
    now: Says | null
    next: Says | null
    at: number
    last: number
    playing: boolean
    setting: boolean
    over: boolean
  } | null
}

const CHANNEL = 'wxemu-play'
const HELLO = 'hello'

/** Opens the window, or brings it to the front. */
export function openNotes(): void {
  window.open(`${location.pathname}#notes`, 'wxemu-notes', 'popup,width=760,height=860')?.focus()
}

function cueOf(show: Show, language: Language): Cue {
  const { act, at, last } = show
  const stand = show.stand.value
  const onStage = show.mode.value === 'show' || show.mode.value === 'free'
  if (!act || !onStage) return { language, scene: null }
  const [now = null, next = null] = [act.beats[at], act.beats[at + 1]]
  return {
    language,
    scene: {
      number: show.number.value, title: act.title, says: act.says, notes: [act.notes ?? null, act.beatNotes?.[at] ?? null], now, next,
      at, last, playing: show.playing.value, setting: show.setting.value, over: Boolean(stand?.done || stand?.faults.length),
    },
  }
}

/** The show's end: tells each change, and does what the other window's keys say. */
export function useCues(show: Show, language: Language, press: (key: string) => void): void {
  useStore(show.mode)
  useStore(show.stand)
  useStore(show.number)
  useStore(show.playing)
  useStore(show.setting)
  const channel = useRef<BroadcastChannel | null>(null)
  const latest = useRef({ press, cue: cueOf(show, language) })
  latest.current = { press, cue: cueOf(show, language) }
  useEffect(() => {
    const made = new BroadcastChannel(CHANNEL)
    channel.current = made
    made.onmessage = ({ data }) => (data === HELLO ? made.postMessage(latest.current.cue) : latest.current.press(String(data)))
    return () => made.close()
  }, [])
  const text = JSON.stringify(latest.current.cue)
  useEffect(() => channel.current?.postMessage(latest.current.cue), [text])
}

/** The presenter's end: the latest cue, and a way to press a key of the show. */
export function useShow(): { cue: Cue | null; press(key: string): void } {
  const [cue, setCue] = useState<Cue | null>(null)
  const channel = useRef<BroadcastChannel | null>(null)
  useEffect(() => {
    const made = new BroadcastChannel(CHANNEL)
    channel.current = made
    made.onmessage = ({ data }) => typeof data === 'object' && setCue(data as Cue)
    made.postMessage(HELLO)
    return () => made.close()
  }, [])
  return { cue, press: (key) => channel.current?.postMessage(key) }
}
