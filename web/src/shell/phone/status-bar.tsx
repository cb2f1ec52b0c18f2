/** Clock (the world's), signal and battery. */
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Battery, Signal, Wifi } from '../lib/icons.tsx'
import { hourAndMinute } from '../lib/time.ts'
import { useStore } from '../store.ts'
import { useText } from '../texts.ts'

/** World time in milliseconds, looked at anew each second. */
export function useWorldTime(): number {
  const session = useSession()
  const phone = useStore(session.phone)
  const [now, setNow] = useState(session.now())
  useEffect(() => {
    setNow(session.now())
    const id = setInterval(() => setNow(session.now()), 1000)
    return () => clearInterval(id)
  }, [session, phone?.clock])
  return now
}

export function StatusBar({ ink }: { ink: 'black' | 'white' }) {
  const now = useWorldTime()
  const say = useText()
  return (
    <div class={`status-bar ink-${ink}`} role="img" aria-label={say('ui.status', { time: hourAndMinute(now) })}>
      <span class="status-time">{hourAndMinute(now)}</span>
      <span class="status-signs"><Signal /><Wifi /><Battery /></span>
    </div>
  )
}
