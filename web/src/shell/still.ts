/** The phone's screen as one HTML document without scripts: for who only looks on, and for files. */
import { carried, copied, documentOf, rules } from '../still.ts'
import type { Session } from './session.ts'

/** `html` stands by itself; `width` and `height` are those of the screen in CSS pixels. */
export interface Still { width: number; height: number; html: string }

/** What is on the screen now; null while there is none. */
export async function stillOf(session: Session): Promise<Still | null> {
  const screen = document.querySelector<HTMLElement>('.phone-screen')
  const phone = screen?.closest('.phone')
  if (!screen || !phone) return null
  const copy = copied(screen)
  const frames = [...screen.querySelectorAll('iframe')]
  await Promise.all([...copy.querySelectorAll('iframe')].map((frame, place) => fill(frame, frames[place]!, session)))
  const outside = phone.cloneNode(false) as HTMLElement
  outside.append(copy)
  const body = await carried(`<body class="still">${outside.outerHTML}</body>`)
  const { clientWidth: width, clientHeight: height } = screen
  return { width, height, html: documentOf(document.documentElement, rules(document), body) }
}

async function fill(copy: HTMLIFrameElement, frame: HTMLIFrameElement, session: Session): Promise<void> {
  for (const name of ['src', 'title']) copy.removeAttribute(name)
  copy.setAttribute('sandbox', 'allow-same-origin')
  const app = frame.closest<HTMLElement>('[data-app]')?.dataset.app
  const shown = session.phone.value?.apps.find((one) => one.shown && one.appId === app)
  const own = shown && session.frames.value.get(shown.instance)
  const inSight = own && frame.getAttribute('aria-hidden') === 'false'
  copy.setAttribute('srcdoc', inSight ? await own.still() : '')
}
