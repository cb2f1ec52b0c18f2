/** A member card: the wide coloured card, and what it counts. */
import { darkEnough, shade } from '../lib/colour.ts'
import { inFours } from '../lib/groups.ts'
import { Picture } from '../lib/picture.tsx'
import { useText } from '../texts.ts'
import type { Face, Membership } from '../wire.ts'
import { useStatusName } from './ticket.tsx'

export function MemberCard({ face }: { face: Face }) {
  const say = useText()
  const status = useStatusName(face)
  const ground = status ? '#6e6e73' : darkEnough(face.color)
  const number = face.member?.number || face.code
  const colours = { '--card': ground, '--card-deep': shade(ground, -0.28) }
  return (
    <article class="member-card" style={colours}>
      <div class="member-head">
        <Picture url={face.logoUrl} name={face.brandName} color={face.color} class="round member-logo" />
        <div class="member-words">
          <span class="member-brand">{face.brandName}</span>
          <strong>{face.title}</strong>
        </div>
        {(status || face.member?.active === false) && (
          <span class="member-status">{status || say('ui.member.inactive')}</span>
        )}
      </div>
      <div class="member-foot">
        <span>{say('ui.member.number')}</span>
        {number && <span class="member-number">{inFours(number)}</span>}
      </div>
    </article>
  )
}

export function MemberCounts({ member }: { member: Membership }) {
  const say = useText()
  const counts = [
    { name: say('ui.member.bonus'), value: String(member.bonus ?? 0) },
    { name: say('ui.member.balance'), value: `¥${((member.balance ?? 0) / 100).toFixed(2)}` },
    { name: say('ui.member.level'), value: member.level || '—' },
  ]
  return (
    <dl class="member-counts">
      {counts.map(({ name, value }) => (
        <div key={name}>
          <dd>{value}</dd>
          <dt>{name}</dt>
        </div>
      ))}
    </dl>
  )
}
