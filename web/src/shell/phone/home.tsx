/** WeChat when no mini-program is open: those used lately, and the way to the wallet. */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Chevron, Search, Wallet } from '../lib/icons.tsx'
import { Picture } from '../lib/picture.tsx'
import { useText } from '../texts.ts'
import type { AppCard, PhoneState } from '../wire.ts'
import { ScanCell } from './scan.tsx'
import { Ticket } from './ticket.tsx'

export function HomeScreen({ phone, covered }: { phone: PhoneState; covered: boolean }) {
  const session = useSession()
  const say = useText()
  const [wanted, setWanted] = useState('')
  const found = phone.recent.filter((app) => app.name.toLowerCase().includes(wanted.trim().toLowerCase()))
  return (
    <section class="native home" inert={covered} aria-label={say('ui.home.title')}>
      <header class="native-bar"><h1>{say('ui.home.title')}</h1></header>
      <div class="native-body">
        <label class="search">
          <Search size={18} />
          <input type="search" value={wanted} placeholder={say('ui.home.search')} aria-label={say('ui.home.search')}
            onInput={(event) => setWanted(event.currentTarget.value)} />
        </label>
        <h2 class="home-head">{say('ui.home.recent')}</h2>
        <div class="home-apps">
          {found.map((app) => <AppButton key={app.appId} app={app} />)}
          {found.length === 0 && <p class="home-none">{say('ui.home.none')}</p>}
        </div>
        <div class="cells">
          <ScanCell />
          <button type="button" class="cell" data-testid="open-wallet" onClick={() => void session.act('Phone.openWallet')}>
            <span class="cell-icon"><Wallet size={22} /></span>
            <span class="cell-label">{say('ui.wallet')}</span>
            <span class="cell-more"><Chevron size={18} /></span>
          </button>
        </div>
        {phone.gifts.length > 0 && <h2 class="home-head">{say('ui.home.gifts')}</h2>}
        {phone.gifts.map((face) => (
          <button key={face.code} type="button" class="wallet-card home-gift" data-testid="gift" aria-label={say('ui.home.take', { title: face.title })}
            onClick={() => void session.act('Phone.takeGift', { code: face.code, cardId: face.cardId })}>
            <Ticket face={{ ...face, status: 'NORMAL' }} />
          </button>
        ))}
        <p class="home-user">{say('ui.home.user', { name: phone.user.nickName })}</p>
      </div>
    </section>
  )
}

function AppButton({ app }: { app: AppCard }) {
  const session = useSession()
  return (
    <button type="button" class="home-app" onClick={() => void session.act('Phone.openApp', { appId: app.appId })}>
      <Picture url={app.icon} name={app.name} class="round" />
      <span>{app.name}</span>
    </button>
  )
}
