/** The presenter's keys. */
import { useEffect, useRef } from 'preact/hooks'
import { openNotes } from './cues.ts'
import type { Show } from './show.ts'

export interface Layers {
  help: boolean
  setHelp(open: boolean): void
  behind: boolean
  setBehind(open: boolean): void
  turn(): void
}

/** Where a key means something already. */
const OWN = 'input, select, textarea, summary, [role="slider"]'

export function fullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen()
  else document.documentElement.requestFullscreen?.().catch(() => {})
}

function escape(show: Show, layers: Layers): void {
  if (layers.help) layers.setHelp(false)
  else if (layers.behind) layers.setBehind(false)
  else if (show.mode.value === 'free') void show.back()
  else if (show.mode.value === 'show') show.gallery()
}

const KEYS: Record<string, (show: Show, layers: Layers) => void> = {
  ' ': (show) => show.toggle(),
  ArrowRight: (show) => void show.next(),
  PageDown: (show) => void show.next(),
  ArrowLeft: (show) => void show.back(),
  PageUp: (show) => void show.back(),
  Home: (show) => void show.to(0),
  '+': (show) => show.faster(1),
  '=': (show) => show.faster(1),
  '-': (show) => show.faster(-1),
  w: (show) => void show.whatIf(),
  t: (_, layers) => layers.setBehind(!layers.behind),
  g: (show) => show.gallery(),
  f: fullScreen,
  n: openNotes,
  l: (_, layers) => layers.turn(),
  '?': (_, layers) => layers.setHelp(!layers.help),
  Escape: escape,
}

/** What a key does, pressed here or in the presenter's window; whether it means anything now. */
export function press(key: string, show: Show, layers: Layers): boolean {
  const act = KEYS[key]
  const onStage = show.mode.value === 'show' || show.mode.value === 'free'
  if (!act || ((!onStage || layers.help) && !ANYWHERE.has(key))) return false
  act(show, layers)
  return true
}

/** In the gallery only these mean something. */
const ANYWHERE = new Set(['f', 'l', 'n', '?', 'Escape'])

export function useKeys(show: Show, layers: Layers): void {
  const now = useRef(layers)
  now.current = layers
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.length > 1 ? event.key : event.key.toLowerCase()
      if (!KEYS[key] || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest(OWN) && key !== 'Escape') return
      if (key === ' ' && target?.closest('button, a')) return
      if (press(key, show, now.current)) event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [show])
}
