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

/** Sends what is in sight unless it is still the same; what was sent last. */
export async function tellSight(session: Session, last: string): Promise<string> {
  const shown = session.phone.value?.apps.find((app) => app.shown)
  const frame = shown && session.frames.value.get(shown.instance)
  if (session.link.state.value !== 'open' || (frame && frame.life.value !== 'running')) return last
  const [still, page] = await Promise.all([stillOf(session), frame?.look<{ path: string; text: string }>({ do: 'text' })])
  if (!still || still.html === last) return last
  session.link.notify('Phone.sees', { app: shown?.appId ?? '', path: page?.path ?? '', text: page?.text ?? '', ...still })
  return still.html
}
