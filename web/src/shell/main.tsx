/** The page's start: token, session, first picture. */
import { render } from 'preact'
import { fromAddress } from './launch.ts'
import { Page } from './page.tsx'
import { Session } from './session.ts'
import './css/tokens.css'
import './css/page.css'
import './css/phone.css'
import './css/native.css'
import './css/sheets.css'
import './css/cards.css'
import './css/instrument.css'
import './css/journal.css'
import './css/inspector.css'

const KEPT = 'wxemu.token'

const fragment = new URLSearchParams(location.hash.slice(1))

/** From the address (`#k=TOKEN`); kept for reloads of this tab. */
function readToken(): string {
  const given = fragment.get('k')
  if (given) sessionStorage.setItem(KEPT, given)
  return given ?? sessionStorage.getItem(KEPT) ?? ''
}

const session = new Session(readToken())
render(<Page session={session} />, document.getElementById('root')!)
session.link.start()
const wanted = fromAddress(fragment)
if (wanted) session.enterOnce(wanted)
