/** Black or white: what status bar, capsule and home indicator need over the surface in sight. */
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import type { AppFrame } from '../frames.ts'
import { useStore } from '../store.ts'
import type { Chrome, PhoneState } from '../wire.ts'

type Ink = 'black' | 'white'

export interface Inks {
  top: Ink
  /** `any`: what lies there is the app's own and not known. */
  bottom: Ink | 'any'
  /** For the capsule, which belongs to the app whatever lies over it. */
  app: Ink
  capsule: boolean
}

export function useInk(phone: PhoneState, frame: AppFrame | undefined): Inks {
  const claiming = useStore(useSession().claiming)
  const chrome = useChrome(frame)
  const native: Ink = phone.theme === 'dark' ? 'white' : 'black'
  const app = chrome?.textStyle ?? native
  const capsule = chrome?.capsule ?? true
  if (claiming) return { top: native, bottom: native, app, capsule: false }
  const screen = phone.screens.at(-1)
  if (screen) {
    const coloured = screen.kind === 'card' && screen.content.cards.some((card) => !card.member)
    return { top: coloured ? 'white' : native, bottom: coloured ? 'white' : native, app, capsule: false }
  }
  return { top: app, bottom: phone.apps.some((one) => one.shown) ? 'any' : native, app, capsule }
}

/** The frame's wish, once its app runs; null while WeChat's own start screen is shown. */
function useChrome(frame: AppFrame | undefined): Chrome | null {
  const look = () => (frame && frame.life.value !== 'booting' ? frame.chrome.value : null)
  const [chrome, setChrome] = useState(look)
  useEffect(() => {
    setChrome(look)
    const stops = [frame?.chrome, frame?.life].map((store) => store?.watch(() => setChrome(look)))
    return () => stops.forEach((stop) => stop?.())
  }, [frame])
  return chrome
}
