/** "The next time the app asks to add a card, WeChat says …" */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Close } from '../lib/icons.tsx'
import { useText, type TextId } from '../texts.ts'
import type { Rule } from '../wire.ts'
import { Section } from './fields.tsx'
import { CALLS, choicesFor, outcomeOf, readsAs, type CallName, type Choice } from './outcomes.ts'

export function NextTime({ rules }: { rules: Rule[] }) {
  const session = useSession()
  const say = useText()
  const [call, setCall] = useState<CallName>('addCard')
  const [choice, setChoice] = useState<Choice>('user')
  const [words, setWords] = useState('system error')
  const [seconds, setSeconds] = useState(3)
  const choices = choicesFor(call)
  const chosen = choices.includes(choice) ? choice : 'user'
  const outcome = outcomeOf(chosen, words, seconds)
  const order = async (event: Event) => {
    event.preventDefault()
    if (outcome && (await session.change('POST', 'rules', { on: call, times: 1, outcome }))) setChoice('user')
  }
  return (
    <Section title={say('ui.rule.title')}>
      <form class="sentence" onSubmit={(event) => void order(event)}>
        <span>{say('ui.rule.when')}</span>
        <select aria-label={say('ui.rule.call')} value={call} data-testid="rule-call"
          onChange={(event) => setCall(event.currentTarget.value as CallName)}>
          {CALLS.map(({ name }) => <option key={name} value={name}>{say(`ui.call.${name}` as TextId)}</option>)}
        </select>
        <span>{say('ui.rule.says')}</span>
        <select aria-label={say('ui.rule.outcome')} value={chosen} data-testid="rule-outcome"
          onChange={(event) => setChoice(event.currentTarget.value as Choice)}>
          {choices.map((one) => <option key={one} value={one}>{say(`ui.outcome.${one}` as TextId)}</option>)}
        </select>
        {chosen === 'fail' && (
          <input aria-label={say('ui.rule.words')} value={words} data-testid="rule-words" required
            onInput={(event) => setWords(event.currentTarget.value)} />
        )}
        {chosen === 'late' && (
          <label class="seconds">
            <input type="number" min="0.1" max="600" step="any" value={seconds} aria-label={say('ui.rule.seconds')} required
              data-testid="rule-seconds" onInput={(event) => setSeconds(event.currentTarget.valueAsNumber)} />
            {say('ui.rule.unit')}
          </label>
        )}
        <button type="submit" class="do" disabled={!outcome} data-testid="rule-order">{say('ui.rule.order')}</button>
      </form>
      {rules.length > 0 && (
        <ul class="rules" aria-label={say('ui.rule.waiting')}>
          {rules.map((rule) => <WaitingRule key={rule.id} rule={rule} />)}
        </ul>
      )}
    </Section>
  )
}

function WaitingRule({ rule }: { rule: Rule }) {
  const session = useSession()
  const say = useText()
  const often = rule.times === null ? say('ui.rule.always') : say('ui.rule.times', { count: rule.times })
  return (
    <li data-testid="rule">
      <span>
        <code>{rule.on}</code> → {readsAs(rule).map(({ id, values }) => say(id, values)).join(', ')}
        <small>{often}</small>
      </span>
      <button type="button" class="icon-button" aria-label={say('ui.rule.remove', { call: rule.on })}
        onClick={() => void session.change('DELETE', `rules/${rule.id}`)}>
        <Close size={16} />
      </button>
    </li>
  )
}
