/** 卡包: member cards wide and coloured, coupons as tickets, spent ones last. */
import { useSession } from '../context.ts'
import { Empty } from '../lib/icons.tsx'
import { useText } from '../texts.ts'
import type { Face } from '../wire.ts'
import { MemberCard } from './member-card.tsx'
import { NativePage } from './native-page.tsx'
import { isUsable, Ticket } from './ticket.tsx'

export function WalletPage({ cards }: { cards: Face[] }) {
  const say = useText()
  const groups = [
    { title: say('ui.wallet.members'), cards: cards.filter((face) => isUsable(face) && face.member) },
    { title: say('ui.wallet.coupons'), cards: cards.filter((face) => isUsable(face) && !face.member) },
    { title: say('ui.wallet.spent'), cards: cards.filter((face) => !isUsable(face)) },
  ]
  return (
    <NativePage title={say('ui.wallet')}>
      {cards.length === 0 && (
        <div class="empty" data-testid="wallet-empty"><Empty /><p>{say('ui.wallet.empty')}</p></div>
      )}
      {groups.map((group) => group.cards.length > 0 && (
        <section key={group.title} class="wallet-group">
          <h2>{group.title}</h2>
          {group.cards.map((face) => <WalletCard key={`${face.cardId} ${face.code}`} face={face} />)}
        </section>
      ))}
    </NativePage>
  )
}

function WalletCard({ face }: { face: Face }) {
  const session = useSession()
  const open = () => void session.act('Phone.openCard', { code: face.code, cardId: face.cardId })
  return (
    <button type="button" class="wallet-card" data-testid="wallet-card" aria-label={`${face.brandName} ${face.title}`}
      onClick={open}>
      {face.member ? <MemberCard face={face} /> : <Ticket face={face} />}
    </button>
  )
}
