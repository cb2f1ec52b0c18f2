/** 即将打开“X”小程序: the question of wx.navigateToMiniProgram. */
import { useSession } from '../context.ts'
import { useDialog } from '../lib/dialog.ts'
import { Picture } from '../lib/picture.tsx'
import { useText } from '../texts.ts'
import type { Sheet } from '../wire.ts'
import type { SheetProps } from './sheet-props.ts'

export function OpenAppDialog({ sheet, leaving, ended }: SheetProps<Extract<Sheet, { kind: 'openApp' }>>) {
  const session = useSession()
  const say = useText()
  const { name, icon } = sheet.content
  const answer = (action: 'confirm' | 'cancel') => () => void session.answer(sheet, { action })
  const ref = useDialog<HTMLDivElement>(answer('cancel'))
  return (
    <div class={`cover ${leaving ? 'leaving' : ''}`}>
      <div class="mask" />
      <div class="dialog popping" role="alertdialog" aria-modal="true" aria-labelledby="open-app-words" tabIndex={-1}
        ref={ref} data-testid="sheet-openApp" onAnimationEnd={ended}>
        <div class="dialog-body">
          <Picture url={icon} name={name} class="round dialog-icon" />
          <p id="open-app-words" class="dialog-title">{say('ui.open-app', { app: name })}</p>
        </div>
        <div class="dialog-buttons">
          <button type="button" data-testid="sheet-cancel" onClick={answer('cancel')}>{say('ui.cancel')}</button>
          <button type="button" class="chosen" data-first data-testid="sheet-confirm" onClick={answer('confirm')}>
            {say('ui.allow')}
          </button>
        </div>
      </div>
    </div>
  )
}
