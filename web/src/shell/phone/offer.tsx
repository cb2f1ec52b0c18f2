/** Cards that a QR code, a link or a shelf offers, outside any mini-program. */
import { useSession } from '../context.ts'
import { Warning } from '../lib/icons.tsx'
import { useText } from '../texts.ts'
import type { Ticket as Offered } from '../wire.ts'
import { NativePage } from './native-page.tsx'
import { Ticket } from './ticket.tsx'

export function OfferPage({ screen, cards, claimable }: { screen: string; cards: Offered[]; claimable: boolean }) {
  const session = useSession()
  const say = useText()
  const reason = claimable ? null : cards.find((card) => card.reason)?.reason
  return (
    <NativePage title={say('ui.claim.title')}>
      {cards.map((card, place) => (
        <Ticket key={place} face={card} count={card.count}>
          {card.reason && cards.length > 1 && <span class="ticket-reason"><Warning size={16} />{say.of(card.reason.button)}</span>}
        </Ticket>
      ))}
      <footer class="offer-foot">
        <button type="button" class="button primary wide" data-testid="offer-claim" disabled={!claimable}
          onClick={() => void session.act('Phone.claim', { screen })}>
          {reason ? say.of(reason.button) : say('ui.claim.button')}
        </button>
      </footer>
    </NativePage>
  )
}
