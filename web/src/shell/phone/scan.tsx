/** WeChat's scanner: what the code says is typed, or chosen from those that merchants here have made. */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Chevron, Scan } from '../lib/icons.tsx'
import { useText } from '../texts.ts'

interface Offer { kind: string; url: string; cards: { card_id: string }[] }

export function ScanCell() {
  const session = useSession()
  const say = useText()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [offers, setOffers] = useState<Offer[]>([])
  const toggle = () => {
    setOpen(!open)
    if (!open) void session.admin.get<{ offers: Offer[] }>('offers').then((answer) => setOffers(answer.offers), (error: Error) => session.complain(error))
  }
  const scan = (what: string) => void session.act('Phone.scan', { text: what })
  return (
    <>
      <button type="button" class="cell" data-testid="scan" aria-expanded={open} onClick={toggle}>
        <span class="cell-icon"><Scan size={22} /></span>
        <span class="cell-label">{say('ui.home.scan')}</span>
        <span class={`cell-more ${open ? 'turned' : ''}`}><Chevron size={18} /></span>
      </button>
      {open && (
        <form class="scan" onSubmit={(event) => { event.preventDefault(); scan(text) }}>
          <input value={text} required autoFocus placeholder={say('ui.home.scan-hint')} aria-label={say('ui.home.scan-hint')} data-testid="scan-text"
            spellcheck={false} onInput={(event) => setText(event.currentTarget.value)} />
          <button type="submit" class="button primary">{say('ui.home.scan-do')}</button>
          {offers.slice(-5).reverse().map((offer) => (
            <button key={offer.url} type="button" class="scan-offer" onClick={() => scan(offer.url)}>
              <Scan size={16} /><span>{offer.cards.map((card) => card.card_id).join(', ')}</span>
            </button>
          ))}
        </form>
      )}
    </>
  )
}
