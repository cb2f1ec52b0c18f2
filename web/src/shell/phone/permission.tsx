/** What a mini-program wants to know or to do: allowed or refused. */
import { useSession } from '../context.ts'
import { Picture } from '../lib/picture.tsx'
import { useText } from '../texts.ts'
import type { Sheet } from '../wire.ts'
import { Half } from './half.tsx'
import type { SheetProps } from './sheet-props.ts'

export function Permission({ sheet, leaving, ended }: SheetProps<Extract<Sheet, { kind: 'permission' }>>) {
  const session = useSession()
  const say = useText()
  const { app, icon, title, lines, button } = sheet.content
  const answer = (action: 'confirm' | 'cancel') => () => void session.answer(sheet, { action })
  return (
    <Half kind="permission" title={say.of(title)} cancelText={say('ui.refuse')} confirmText={say.of(button)}
      onCancel={answer('cancel')} onConfirm={answer('confirm')} {...{ leaving, ended }}>
      <div class="half-head"><Picture url={icon} name={app} class="round" /><span>{app}</span><small>{say('ui.ask.wants')}</small></div>
      <p class="half-title">{say.of(title)}</p>
      {lines.filter(Boolean).map((line) => <p key={line} class="half-line">{line}</p>)}
    </Half>
  )
}
