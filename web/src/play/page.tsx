/** The page: gallery or stage, and what lies over them. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { LanguageContext, text, type Language } from '../shell/texts.ts'
import { useStore, type Store } from '../shell/store.ts'
import type { Entry } from '../shell/wire.ts'
import { Controls } from './controls.tsx'
import { useCues } from './cues.ts'
import { Gallery } from './gallery.tsx'
import { Hand } from './hand.tsx'
import { Help } from './help.tsx'
import { press, useKeys } from './keys.ts'
import { Lanes } from './lanes.tsx'
import type { Finger } from './motions.ts'
import type { Phones } from './phones.ts'
import type { Show } from './show.ts'
import { Words } from './words.tsx'

interface Props {
  show: Show
  finger: Store<Finger | null>
  /** The last row of the journal so far. */
  seq: Store<number>
  phones: Phones
  entries: () => readonly Entry[]
}

export function Page({ show, finger, seq, phones, entries }: Props) {
  const mode = useStore(show.mode)
  const book = useStore(show.book)
  const setting = useStore(show.setting)
  const [chosen, setLanguage] = useState<Language | null>(null)
  const [behind, setBehind] = useState(false)
  const [help, setHelp] = useState(false)
  const language = chosen ?? book?.language ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')
  const turn = () => setLanguage(language === 'zh' ? 'en' : 'zh')
  const layers = { help, setHelp, behind, setBehind, turn }
  useKeys(show, layers)
  useCues(show, language, (key) => press(key, show, layers))
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.prepend(phones.box), [phones])
  const onStage = mode === 'show' || mode === 'free'
  return (
    <LanguageContext.Provider value={language}>
      <div class={`page ${onStage ? 'on-stage' : 'off-stage'} ${behind && onStage ? 'behind' : ''}`}>
        <div class={`phones ${setting ? 'setting' : ''}`} ref={box} aria-hidden={!onStage}>
          {mode !== 'free' && <div class="shield" />}
          <Hand finger={finger} speed={show.speed} />
          {setting && onStage && <SettingNote language={language} />}
        </div>
        {mode === 'gallery' && <Gallery show={show} turn={turn} />}
        {onStage && <Words show={show} entries={entries} />}
        {onStage && behind && <Lanes {...{ show, seq, entries }} />}
        {onStage && <Controls {...{ show, behind, setBehind, setHelp, turn }} />}
        {(mode === 'waiting' || mode === 'gone' || mode === 'elsewhere') && <Notice mode={mode} language={language} />}
        {help && <Help close={() => setHelp(false)} />}
      </div>
    </LanguageContext.Provider>
  )
}

/** After so long (ms) one wonders whether anything is coming. */
const LONG = 6000

function SettingNote({ language }: { language: Language }) {
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG)
    return () => clearTimeout(timer)
  }, [])
  return <p class={`setting-note ${long ? 'long' : ''}`} role="status">{text(language, long ? 'ui.play.loading-long' : 'ui.play.loading')}</p>
}

const NOTICES = { waiting: 'ui.play.loading', gone: 'ui.play.gone', elsewhere: 'ui.play.other' } as const

function Notice({ mode, language }: { mode: keyof typeof NOTICES; language: Language }) {
  return <main class="notice"><p role="status">{text(language, NOTICES[mode])}</p></main>
}
