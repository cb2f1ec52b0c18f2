/** A coupon as a ticket: coloured head, tear-off line with its notches, and a foot. */
import type { ComponentChildren } from 'preact'
import { darkEnough } from '../lib/colour.ts'
import { Picture } from '../lib/picture.tsx'
import { useText, type TextId } from '../texts.ts'
import type { Face } from '../wire.ts'

/** What is written over a card that cannot be used; empty for one that can. */
/** A gift that nobody took is as good as before. */
export const isUsable = ({ status = 'NORMAL' }: Face): boolean => status === 'NORMAL' || status === 'GIFT_TIMEOUT'

export function useStatusName(face: Face): string {
  const say = useText()
  const { status } = face
  return isUsable(face) ? '' : say(`ui.card.status.${status}` as TextId)
}

interface Props {
  face: Face
  count?: number
  /** What stands at the foot, after the validity. */
  children?: ComponentChildren
}

export function Ticket({ face, count = 1, children }: Props) {
  const say = useText()
  const status = useStatusName(face)
  const dead = status !== ''
  return (
    <article class={`ticket ${dead ? 'dead' : ''}`} style={{ '--card': dead ? '#6e6e73' : darkEnough(face.color) }}>
      <div class="ticket-head">
        <Picture url={face.logoUrl} name={face.brandName || '?'} color={face.color} class="round ticket-logo" />
        <div class="ticket-words">
          <span class="ticket-brand">{face.brandName || say('ui.card.unknown')}</span>
          <strong class="ticket-title">{face.title || say('ui.card.unknown-title')}</strong>
          {face.subTitle && <span class="ticket-sub">{face.subTitle}</span>}
        </div>
        {count > 1 && <span class="ticket-count">×{count}</span>}
        {status && <span class="ticket-stamp">{status}</span>}
      </div>
      <div class="ticket-foot">
        <span>{say.of(face.validity) || face.cardId}</span>
        {children}
      </div>
    </article>
  )
}
