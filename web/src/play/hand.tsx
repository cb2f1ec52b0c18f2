/** The finger that one sees. */
import { useStore, type Store } from '../shell/store.ts'
import { GO, type Finger } from './motions.ts'

export function Hand({ finger, speed }: { finger: Store<Finger | null>; speed: Store<number> }) {
  const at = useStore(finger)
  const pace = useStore(speed)
  if (!at) return null
  const style = { translate: `${at.x}px ${at.y}px`, '--go': `${GO / pace}ms` }
  return (
    <span class={`hand ${at.down ? 'down' : ''} ${at.swipe ? 'swipe' : ''}`} style={style} aria-hidden="true" data-testid="finger">
      <span class="hand-ring" />
      <svg width="42" height="50" viewBox="0 0 42 50">
        <path d="M14 4.5a4.2 4.2 0 0 1 8.4 0v17l8.9 1.9c4.3.9 7 4.6 6.5 9l-1.3 10.4c-.4 3-2.9 5.2-5.9 5.2H18c-2.4 0-4.6-1.2-5.9-3.2L3.3 31.7c-1.2-1.9-.7-4.3 1.1-5.5 1.7-1.2 4-.9 5.4.6l4.2 4.4z" />
      </svg>
    </span>
  )
}
