/** The declarations for JavaScript users compile, and hold what the API allows: `npm run check` tells. */
import { expect, it } from 'vitest'
import type { Admin, Operations } from '../../docs/admin'

it('a typed client sends what it is given', async () => {
  const sent: unknown[] = []
  const admin: Admin = async (operation, body, path) => {
    sent.push([operation, body, path])
    return { now: 1, frozen: true } as never
  }
  const clock: Operations['GET /clock']['answer'] = await admin('GET /clock')
  expect(clock.frozen).toBe(true)
  await admin('POST /rules', { on: 'addCard', times: 1, outcome: { error: 'system error' } })
  await admin('DELETE /rules/{id}', undefined, '/rules/r1')
  // @ts-expect-error a theme is light or dark
  await admin('PATCH /phone', { theme: 'pink' })
  // @ts-expect-error a rule needs its outcome
  await admin('POST /rules', { on: 'addCard' })
  expect(sent).toHaveLength(5)
})
