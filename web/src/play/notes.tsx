/** The presenter's own window: what is said now, what comes next, what to remember, and how long it has taken. */
import { useEffect, useState } from 'preact/hooks'
import { Back, Chevron, Pause, Play } from '../shell/lib/icons.tsx'
import { LanguageContext, useText } from '../shell/texts.ts'
import type { Says } from '../shell/wire.ts'
import { useShow, type Cue } from './cues.ts'

/** Keys that mean here what they mean there. */
const SHARED = new Set([' ', 'ArrowRight', 'ArrowLeft', 'PageDown', 'PageUp', 'Home', '+', '=', '-', 'w', 't', 'g', 'l'])

export function Notes() {
  const { cue, press } = useShow()
  const language = cue?.language ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.length > 1 ? event.key : event.key.toLowerCase()
      if (!SHARED.has(key) || event.ctrlKey || event.metaKey || event.altKey) return
      if (key === ' ' && (event.target as Element).closest?.('button')) return
      event.preventDefault()
      press(key)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <LanguageContext.Provider value={language}>
      {cue?.scene ? <Scene scene={cue.scene} press={press} /> : <Waiting />}
    </LanguageContext.Provider>
  )
}

function Waiting() {
  const say = useText()
  return <main class="notice"><p role="status">{say('ui.play.notes.waits')}</p></main>
}

function Scene({ scene, press }: { scene: NonNullable<Cue['scene']>; press(key: string): void }) {
  const say = useText()
  const notes = scene.notes.filter((one): one is Says => one !== null)
  const end = say('ui.play.notes.end')
  return (
    <main class="prompter">
      <header>
        <p>{say.of(scene.title)}<span class="mark">{say('ui.play.step', { step: Math.min(scene.at + 1, scene.last), count: scene.last })}</span></p>
        <Timer key={scene.number} />
      </header>
      <h1>{say.of(scene.says)}</h1>
      <section class="now" aria-live="polite" data-testid="cue-now"><h2>{say('ui.play.notes.now')}</h2><p>{scene.over || !scene.now ? end : say.of(scene.now)}</p></section>
      <section class="notes" data-testid="notes" tabIndex={0} aria-label={say('ui.play.notes')}>
        {notes.length ? notes.map((one) => <p key={one.en}>{say.of(one)}</p>) : <p class="none">{say('ui.play.notes.none')}</p>}
      </section>
      <section class="then" data-testid="cue-then"><h2>{say('ui.play.notes.then')}</h2><p>{scene.over || !scene.next ? end : say.of(scene.next)}</p></section>
      <nav aria-label={say('ui.play.play')}>
        <button type="button" class="step" disabled={scene.at === 0} onClick={() => press('ArrowLeft')}><Back size={18} />{say('ui.play.back')}</button>
        <button type="button" class="step run" onClick={() => press(' ')}>
          {scene.playing ? <Pause size={18} /> : <Play size={18} />}{say(scene.playing ? 'ui.play.pause' : scene.over ? 'ui.play.again' : 'ui.play.play')}
        </button>
        <button type="button" class="step" disabled={scene.over || scene.setting} onClick={() => press('ArrowRight')}>{say('ui.play.next')}<Chevron size={18} /></button>
      </nav>
    </main>
  )
}

/** How long this scene has been on. */
function Timer() {
  const say = useText()
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const began = performance.now()
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - began) / 1000)), 1000)
    return () => clearInterval(timer)
  }, [])
  const [minutes, rest] = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, '0')]
  return <p class="timer" role="timer" aria-label={say('ui.play.notes.timer')}>{`${minutes}:${rest}`}</p>
}
