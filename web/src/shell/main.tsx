/** The page's start: token, session, first picture. */
import { render } from 'preact'
import { fromAddress } from './launch.ts'
import { Page } from './page.tsx'
import { Pairing } from './pairing.tsx'
import { Session } from './session.ts'
import { Stage } from './stage.ts'
import { tellRecorder } from './recorded.ts'
import { showToWatchers } from './watched.ts'
import './css/tokens.css'
import './css/page.css'
import './css/phone.css'
import './css/native.css'
import './css/sheets.css'
import './css/cards.css'
import './css/instrument.css'
import './css/journal.css'
import './css/lan.css'
import './css/inspector.css'

const KEPT = 'wxemu.token'
/** Set where the token is that of a colleague who was let in: they drive the phone, the instrument is not theirs. */
const GUEST = 'wxemu.guest'
const OUR_OWN = ['localhost', '127.0.0.1', '[::1]']

const root = document.getElementById('root')!
const fragment = new URLSearchParams(location.hash.slice(1))

/** From the address (`#k=TOKEN`); kept for reloads of this tab. */
function readToken(): string {
  const given = fragment.get('k')
  if (given) sessionStorage.setItem(KEPT, given)
  return given ?? sessionStorage.getItem(KEPT) ?? ''
}

function open(token: string): void {
  const session = new Session(token, undefined, new URLSearchParams(location.search).get('phone'))
  session.renew = () => location.reload()
  session.link.start() // the server answers while the page is drawn
  render(<Page session={session} guest={sessionStorage.getItem(GUEST) !== null} />, root)
  showToWatchers(session)
  tellRecorder(session)
  const wanted = fromAddress(fragment)
  if (wanted) session.enterOnce(wanted)
  const claim = fragment.get('claim')
  if (claim) session.once('Phone.scan', () => ({ text: claim }))
}

/** As a part of a page of ours that performs: the phone alone, and the door to it. */
function perform(token: string): void {
  const session = new Session(token)
  render(<Page session={session} guest />, root)
  Object.assign(window, { wxemuStage: new Stage(session) })
  session.link.start()
}

function welcome(token: string): void {
  sessionStorage.setItem(KEPT, token)
  sessionStorage.setItem(GUEST, '1')
  render(null, root)
  open(token)
}

const token = readToken()
if (fragment.has('stage')) perform(token)
else if (token || OUR_OWN.includes(location.hostname)) open(token)
else render(<Pairing given={fragment.get('c') ?? ''} welcome={welcome} />, root)
