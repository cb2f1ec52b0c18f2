/** Plain choices for the next call, and the rules they make. */
import type { TextId } from '../texts.ts'
import type { Outcome, Rule } from '../wire.ts'

/** The calls that the panel offers. `asks`: WeChat asks the user, so the answer can be given beforehand. */
export const CALLS = [
  { name: 'addCard', asks: true },
  { name: 'openCard', asks: false },
  { name: 'navigateToMiniProgram', asks: true },
  { name: 'showModal', asks: true },
  { name: 'getPhoneNumber', asks: true },
  { name: 'getLocation', asks: true },
  { name: 'requestPayment', asks: true },
  { name: 'login', asks: false },
  { name: 'request', asks: false },
] as const

export type CallName = (typeof CALLS)[number]['name']

export type Choice = 'user' | 'ok' | 'cancel' | 'fail' | 'late' | 'never'

export function choicesFor(name: CallName): Choice[] {
  const asks = CALLS.find((call) => call.name === name)?.asks
  return asks ? ['user', 'ok', 'cancel', 'fail', 'late', 'never'] : ['user', 'fail', 'late', 'never']
}

/** The outcome of a rule; null where there is nothing to bend. */
export function outcomeOf(choice: Choice, words: string, seconds: number): Outcome | null {
  switch (choice) {
    case 'user': return null
    case 'ok': return { answer: { action: 'confirm' } }
    case 'cancel': return { answer: { action: 'cancel' } }
    case 'fail': return { error: words }
    case 'late': return { delay: Math.round(seconds * 1000) }
    case 'never': return { lost: true }
  }
}

/** How a waiting rule reads: a text and its values. Rules made elsewhere may bend several things at once. */
export function readsAs({ outcome }: Rule): { id: TextId; values: Record<string, string | number> }[] {
  const parts: { id: TextId; values: Record<string, string | number> }[] = []
  if (outcome.error !== undefined) parts.push({ id: 'ui.rule.reads.fail', values: { text: outcome.error } })
  if (outcome.answer) {
    const id = outcome.answer.action === 'confirm' ? 'ui.rule.reads.ok' : 'ui.rule.reads.cancel'
    parts.push({ id, values: {} })
  }
  if (outcome.delay) parts.push({ id: 'ui.rule.reads.late', values: { seconds: outcome.delay / 1000 } })
  if (outcome.lost) parts.push({ id: 'ui.rule.reads.never', values: {} })
  return parts
}
