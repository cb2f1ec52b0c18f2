/** The phone: case, screen, and everything that lies on it. */
import { useContext } from 'preact/hooks'
import { useSession } from '../context.ts'
import type { AppFrame } from '../frames.ts'
import type { Fit } from '../measures.ts'
import { useStore } from '../store.ts'
import { LanguageContext, type Language } from '../texts.ts'
import type { OpenApp, PhoneState } from '../wire.ts'
import { AppLayers } from './app-layer.tsx'
import { Capsule } from './capsule.tsx'
import { HomeScreen } from './home.tsx'
import { useInk } from './ink.ts'
import { LinkNotice } from './link-notice.tsx'
import { Problems } from './problems.tsx'
import { Screens } from './screens.tsx'
import { Sheets } from './sheets.tsx'
import { StatusBar } from './status-bar.tsx'
import { Toasts } from './toast.tsx'
import { HomeIndicator, Keys, Mark } from './trim.tsx'

export function Phone({ fit }: { fit: Fit }) {
  const session = useSession()
  const phone = useStore(session.phone)
  const language = useContext(LanguageContext)
  const measures = {
    '--screen-width': `${fit.width}px`,
    '--screen-height': `${fit.height}px`,
    '--edge-top': `${fit.top}px`,
    '--edge-bottom': `${fit.bottom}px`,
    '--scale': fit.scale,
  }
  const classes = ['phone', fit.narrow ? 'bare' : '', phone?.platform ?? 'ios'].join(' ')
  return (
    <LanguageContext.Provider value={phone?.language === 'en' ? 'en' : 'zh'}>
      <main class={classes} style={measures} data-theme={phone?.theme ?? 'light'} data-region="phone" tabIndex={-1}>
        <div class="phone-case">
          <div class="phone-screen" lang={phone?.language === 'en' ? 'en' : 'zh-CN'}>
            <Surface phone={phone} language={language} />
            <LanguageContext.Provider value={language}><LinkNotice /></LanguageContext.Provider>
            <Mark />
          </div>
        </div>
        {!fit.narrow && <LanguageContext.Provider value={language}><Keys /></LanguageContext.Provider>}
      </main>
    </LanguageContext.Provider>
  )
}

/** `language`: of the page. */
function Surface({ phone, language }: { phone: PhoneState | null; language: Language }) {
  const living = useStore(useSession().frames)
  const front = phone?.apps.find((app) => app.shown)
  const frame = front && living.get(front.instance)
  const covered = phone !== null && (phone.sheet !== null || phone.screens.length > 0)
  return (
    <>
      {phone && <HomeScreen phone={phone} covered={front !== undefined || covered} />}
      <AppLayers apps={phone?.apps ?? NONE} covered={covered} />
      {phone && <Above phone={phone} front={front} frame={frame} language={language} />}
    </>
  )
}

const NONE: OpenApp[] = []

interface AboveProps { phone: PhoneState; front: OpenApp | undefined; frame: AppFrame | undefined; language: Language }

/** What WeChat shows over the mini-programs. */
function Above({ phone, front, frame, language }: AboveProps) {
  const ink = useInk(phone, frame)
  return (
    <>
      {front && ink.capsule && <Capsule key={front.instance} app={front} frame={frame} ink={ink.app} />}
      <Screens screens={phone.screens} covered={phone.sheet !== null} />
      {/* Our own words and not WeChat's, like the keys below the case: in the language of the panel. */}
      <LanguageContext.Provider value={language}>
        <Problems key={front?.appId} phone={phone} front={front} frame={frame} />
      </LanguageContext.Provider>
      <Sheets sheet={phone.sheet} />
      <Toasts toast={phone.toast} frame={frame} />
      <StatusBar ink={ink.top} />
      <HomeIndicator ink={ink.bottom} />
    </>
  )
}
