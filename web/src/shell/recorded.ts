/** While a scenario is recorded, the server hears what the screen shows, and the apps tell what is done in them. */
import type { Session } from './session.ts'
import { stillOf } from './still.ts'

/** So often the screen is looked at, in milliseconds. */
const EVERY = 250

export function tellRecorder(session: Session): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = ''
  const look = async () => {
    await tellSight(session, last).then((sight) => (last = sight), (error: Error) => session.complain(error))
    if (session.phone.value?.recording) timer = setTimeout(() => void look(), EVERY)
  }
  let was = ''
  session.phone.watch((state) => {
    const by = state?.recording ?? ''
    if (by === was) return
    was = by
    session.resize({ recording: by !== '' })
    clearTimeout(timer)
    last = ''
    if (by) void look()
  })
}

/** Of each session, how many looks have begun and which was sent last: an older picture must not follow a newer one. */
const looks = new WeakMap<Session, { begun: number; sent: number }>()

/** Sends what is in sight unless it is still the same; what was sent last. */
export async function tellSight(session: Session, last: string): Promise<string> {
  const shown = session.phone.value?.apps.find((app) => app.shown)
  const frame = shown && session.frames.value.get(shown.instance)
  if (session.link.state.value !== 'open' || (frame && frame.life.value !== 'running')) return last
  const of = looks.get(session) ?? { begun: 0, sent: 0 }
  looks.set(session, of)
  const own = ++of.begun
  const [still, page] = await Promise.all([stillOf(session), frame?.look<{ path: string; text: string }>({ do: 'text' })])
  if (!still || still.html === last || own < of.sent) return last
  of.sent = own
  session.link.notify('Phone.sees', { app: shown?.appId ?? '', path: page?.path ?? '', text: page?.text ?? '', ...still })
  return still.html
}

/** The last look: what is in sight now, and the server has it when this resolves. Rejects with LinkDown. */
export async function tellLastSight(session: Session): Promise<void> {
  await tellSight(session, '')
  await session.link.request('Shell.ping')
}
