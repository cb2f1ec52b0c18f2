/** While somebody looks on from another device, the server gets what this phone's screen shows. */
import type { Session } from './session.ts'
import { stillOf } from './still.ts'

/** So often a second picture may follow the first, in milliseconds. */
const EVERY = 400

export function showToWatchers(session: Session): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = ''
  const stop = () => {
    clearTimeout(timer)
    timer = undefined
    last = ''
  }
  const look = async () => {
    const still = await stillOf(session)
    if (timer === undefined || session.link.state.value !== 'open') return stop()
    if (still && still.html !== last) {
      last = still.html
      session.link.notify('View.picture', still)
    }
    timer = setTimeout(() => void look(), EVERY)
  }
  session.link.on('View.watched', ({ viewers }: { viewers: number }) => {
    stop()
    if (viewers > 0) timer = setTimeout(() => void look(), 0)
  })
}
