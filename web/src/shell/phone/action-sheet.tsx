/** The choices of wx.showActionSheet. */
import { useSession } from '../context.ts'
import { useDialog } from '../lib/dialog.ts'
import { useText } from '../texts.ts'
import type { Sheet } from '../wire.ts'
import type { SheetProps } from './sheet-props.ts'

const PLAIN = '#000000'

export function ActionSheet({ sheet, leaving, ended }: SheetProps<Extract<Sheet, { kind: 'actionSheet' }>>) {
  const session = useSession()
  const say = useText()
  const { itemList, itemColor, alertText } = sheet.content
  const cancel = () => void session.answer(sheet, { action: 'cancel' })
  const choose = (index: number) => () => void session.answer(sheet, { action: 'confirm', index })
  const ref = useDialog<HTMLDivElement>(cancel)
  return (
    <div class={`cover ${leaving ? 'leaving' : ''}`}>
      <div class="mask" onClick={cancel} />
      <div class="action-sheet rising" role="dialog" aria-modal="true" aria-label={alertText || say('ui.choose')} tabIndex={-1}
        ref={ref} data-testid="sheet-actionSheet" onAnimationEnd={ended}>
        {alertText && <p class="action-alert">{alertText}</p>}
        {itemList.map((item, index) => (
          <button key={index} type="button" onClick={choose(index)}
            style={itemColor === PLAIN ? {} : { color: itemColor }}>
            {item}
          </button>
        ))}
        <button type="button" class="action-cancel" data-testid="sheet-cancel" onClick={cancel}>{say('ui.cancel')}</button>
      </div>
    </div>
  )
}
