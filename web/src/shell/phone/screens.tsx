/** WeChat's own pages over the mini-programs; a drag from the left edge leads back. */
import { useRef } from 'preact/hooks'
import { useSession } from '../context.ts'
import { useDialog } from '../lib/dialog.ts'
import { usePresence } from '../lib/presence.ts'
import type { Screen } from '../wire.ts'
import { CardPage } from './card-page.tsx'
import { OfferPage } from './offer.tsx'
import { WalletPage } from './wallet.tsx'

export function Screens({ screens, covered }: { screens: Screen[]; covered: boolean }) {
  const shown = usePresence(screens, (screen) => screen.id)
  const top = screens.at(-1)?.id
  return (
    <>
      {shown.map(({ key, value, leaving, ended }) => (
        <ScreenLayer key={key} screen={value} leaving={leaving} ended={ended} buried={covered || (!leaving && key !== top)} />
      ))}
    </>
  )
}

interface Props {
  screen: Screen
  leaving: boolean
  buried: boolean
  ended(event: AnimationEvent): void
}

function ScreenLayer({ screen, leaving, buried, ended }: Props) {
  const session = useSession()
  const back = () => void session.act('Phone.back')
  const ref = useDialog<HTMLDivElement>(back)
  const swipe = useEdgeSwipe(back)
  return (
    <div class={`native screen-layer pushing ${leaving ? 'leaving' : ''}`} ref={ref} tabIndex={-1} inert={buried || leaving}
      data-testid={`screen-${screen.kind}`} onAnimationEnd={ended} {...swipe}>
      {screen.kind === 'wallet' && <WalletPage cards={screen.content.cards} />}
      {screen.kind === 'claim' && <OfferPage screen={screen.id} {...screen.content} />}
      {screen.kind === 'card' && <CardPage cards={screen.content.cards} index={screen.content.index} />}
    </div>
  )
}

const EDGE = 24
const FAR_ENOUGH = 80

function useEdgeSwipe(back: () => void) {
  const from = useRef<number | null>(null)
  return {
    onPointerDown(event: PointerEvent) {
      const left = (event.currentTarget as HTMLElement).getBoundingClientRect().left
      from.current = event.clientX - left < EDGE ? event.clientX : null
    },
    onPointerUp(event: PointerEvent) {
      if (from.current !== null && event.clientX - from.current > FAR_ENOUGH) back()
      from.current = null
    },
  }
}
