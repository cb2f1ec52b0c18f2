/** The page: a phone, and the instrument beside it. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { SessionContext } from './context.ts'
import { Instrument } from './panel/instrument.tsx'
import { fit, type Fit } from './measures.ts'
import { Phone } from './phone/phone.tsx'
import { useRegionKeys } from './regions.ts'
import type { Session } from './session.ts'
import { useStore } from './store.ts'
import { LanguageContext, type Language } from './texts.ts'

const LANGUAGE_KEPT = 'wxemu.language'

/** `guest`: a colleague, who drives the phone and has no instrument. */
export function Page({ session, guest }: { session: Session; guest: boolean }) {
  const [language, setLanguage] = useState<Language>(firstLanguage)
  const [presenting, setPresenting] = useState(false)
  const size = useFit(session, presenting, guest)
  useRegionKeys()
  useEffect(() => {
    localStorage.setItem(LANGUAGE_KEPT, language)
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  return (
    <SessionContext.Provider value={session}>
      <LanguageContext.Provider value={language}>
        <div class={`page ${guest ? 'guest' : presenting ? 'presenting' : ''}`}>
          <div class="stage"><Phone fit={size} /></div>
          {!guest && <Instrument {...{ language, setLanguage, presenting, setPresenting }} narrow={size.narrow} />}
        </div>
      </LanguageContext.Provider>
    </SessionContext.Provider>
  )
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(LANGUAGE_KEPT)
  if (kept === 'zh' || kept === 'en') return kept
  return navigator.language.startsWith('zh') ? 'zh' : 'en'
}

/** The phone's size in this window; the mini-programs hear of it. */
function useFit(session: Session, alone: boolean, whole: boolean): Fit {
  const platform = useStore(session.phone)?.platform ?? 'ios'
  const [room, setRoom] = useState({ width: innerWidth, height: innerHeight })
  useEffect(() => {
    const look = () => setRoom({ width: innerWidth, height: innerHeight })
    addEventListener('resize', look)
    return () => removeEventListener('resize', look)
  }, [])
  const size = useMemo(() => fit(platform, room.width, room.height, { alone, whole }), [platform, room, alone, whole])
  useMemo(
    () => session.resize({
      screenWidth: size.width, screenHeight: size.height, statusBarHeight: size.top, safeAreaBottom: size.bottom,
    }),
    [session, size.width, size.height, size.top, size.bottom],
  )
  return size
}
