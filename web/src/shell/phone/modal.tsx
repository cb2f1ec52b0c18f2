/** The dialog of wx.showModal, https://developers.weixin.qq.com/miniprogram/dev/api/ui/interact/wx.showModal.html */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { useDialog } from '../lib/dialog.ts'
import type { Sheet } from '../wire.ts'
import type { SheetProps } from './sheet-props.ts'

/** The documented default of cancelColor: the text's own colour, whatever the theme. */
const PLAIN = '#000000'

export function Modal({ sheet, leaving, ended }: SheetProps<Extract<Sheet, { kind: 'modal' }>>) {
  const session = useSession()
  const [typed, setTyped] = useState(sheet.content.editable ? sheet.content.content : '')
  const { title, content, showCancel, cancelText, cancelColor, confirmText, confirmColor, editable } = sheet.content
  const cancel = () => void session.answer(sheet, { action: 'cancel' })
  const confirm = (event: Event) => {
    event.preventDefault()
    void session.answer(sheet, { action: 'confirm', ...(editable && { content: typed }) })
  }
  const ref = useDialog<HTMLDivElement>(showCancel ? cancel : undefined)
  return (
    <div class={`cover ${leaving ? 'leaving' : ''}`}>
      <div class="mask" />
      <div class="dialog popping" role="alertdialog" aria-modal="true" aria-label={title || content} tabIndex={-1} ref={ref}
        data-testid="sheet-modal" onAnimationEnd={ended}>
        <form onSubmit={confirm}>
          <div class="dialog-body">
            {title && <p class="dialog-title">{title}</p>}
            {content && !editable && <p class={title ? 'dialog-words' : 'dialog-words alone'}>{content}</p>}
            {editable && (
              <input class="dialog-field" data-first value={typed} placeholder={sheet.content.placeholderText}
                aria-label={title || sheet.content.placeholderText} onInput={(event) => setTyped(event.currentTarget.value)} />
            )}
          </div>
          <div class="dialog-buttons">
            {showCancel && (
              <button type="button" data-testid="sheet-cancel" style={cancelColor === PLAIN ? {} : { color: cancelColor }}
                onClick={cancel}>
                {cancelText}
              </button>
            )}
            <button type="submit" class="chosen" data-first={!editable} data-testid="sheet-confirm"
              style={/^#576b95$/i.test(confirmColor) ? {} : { color: confirmColor }}>
              {confirmText}
            </button>
          </div>
        </form>
      </div>
    </div>
  )
}
