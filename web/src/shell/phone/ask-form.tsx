/** What the user would type or pick on a page of WeChat's own: an address, a place, the content of a code. */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { useText } from '../texts.ts'
import type { Sheet } from '../wire.ts'
import { Half } from './half.tsx'
import type { SheetProps } from './sheet-props.ts'

export function AskForm({ sheet, leaving, ended }: SheetProps<Extract<Sheet, { kind: 'form' }>>) {
  const session = useSession()
  const say = useText()
  const { title, fields } = sheet.content
  const [values, setValues] = useState(() => Object.fromEntries(fields.map(({ id, value }) => [id, value])))
  return (
    <Half kind="form" title={say.of(title)} cancelText={say('ui.cancel')} confirmText={say('ui.confirm')}
      onCancel={() => void session.answer(sheet, { action: 'cancel' })}
      onConfirm={() => void session.answer(sheet, { action: 'confirm', values })} {...{ leaving, ended }}>
      <p class="half-title">{say.of(title)}</p>
      {fields.map(({ id, label }) => (
        <label key={id} class="half-field">
          <span>{label}</span>
          <input value={values[id]} data-testid={`field-${id}`} onInput={(event) => setValues({ ...values, [id]: event.currentTarget.value })} />
        </label>
      ))}
    </Half>
  )
}
