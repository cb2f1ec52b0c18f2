/** Rows to tick: the messages an app may send, what a mini-program may use. */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { useText } from '../texts.ts'
import type { Sheet } from '../wire.ts'
import { Half } from './half.tsx'
import type { SheetProps } from './sheet-props.ts'

export function AskChoice({ sheet, leaving, ended }: SheetProps<Extract<Sheet, { kind: 'choose' }>>) {
  const session = useSession()
  const say = useText()
  const { title, many, choices } = sheet.content
  const [chosen, setChosen] = useState(sheet.content.chosen)
  const toggle = (index: number) => () =>
    setChosen(!many ? [index] : chosen.includes(index) ? chosen.filter((one) => one !== index) : [...chosen, index].sort((a, b) => a - b))
  return (
    <Half kind="choose" title={say.of(title)} cancelText={say('ui.cancel')} confirmText={say('ui.allow')}
      onCancel={() => void session.answer(sheet, { action: 'cancel' })}
      onConfirm={() => void session.answer(sheet, { action: 'confirm', chosen })} {...{ leaving, ended }}>
      <p class="half-title">{say.of(title)}</p>
      {choices.map(({ label, detail }, index) => (
        <label key={label} class="half-choice">
          <input type={many ? 'checkbox' : 'radio'} name="choice" checked={chosen.includes(index)} onChange={toggle(index)} />
          <span>{label}{detail && <small>{detail}</small>}</span>
        </label>
      ))}
    </Half>
  )
}
