/** What belongs to the device, whatever it shows. */
import { useSession } from '../context.ts'
import { Back, Home, Wallet } from '../lib/icons.tsx'
import { useText } from '../texts.ts'

/** Says, always in sight, that this is no phone; it sits where a phone has its notch. */
export function Mark() {
  return (
    <div class="notch">
      <span class="mark" data-testid="mark">模拟 · simulated</span>
    </div>
  )
}

export function HomeIndicator({ ink }: { ink: 'black' | 'white' | 'any' }) {
  const session = useSession()
  const say = useText()
  return (
    <button type="button" class={`home-indicator ink-${ink}`} aria-label={say('ui.key.home')} data-testid="home-gesture"
      onClick={() => void session.act('Phone.home')}>
      <span />
    </button>
  )
}

/** Keys below the case, for those who use no gestures. */
export function Keys() {
  const session = useSession()
  const say = useText()
  const keys = [
    { method: 'Phone.back', name: say('ui.key.back'), icon: <Back size={18} /> },
    { method: 'Phone.home', name: say('ui.key.home'), icon: <Home size={18} /> },
    { method: 'Phone.openWallet', name: say('ui.wallet'), icon: <Wallet size={18} /> },
  ]
  return (
    <div class="keys" role="group" aria-label={say('ui.keys')}>
      {keys.map(({ method, name, icon }) => (
        <button key={method} type="button" onClick={() => void session.act(method)}>{icon}<span>{name}</span></button>
      ))}
    </div>
  )
}
