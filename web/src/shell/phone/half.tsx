/** A half-screen question from below: a head, what is asked, and two buttons. */
import type { ComponentChildren } from 'preact'
import { useDialog } from '../lib/dialog.ts'

interface Props {
  kind: string
  title: string
  leaving: boolean
  cancelText: string
  confirmText: string
  mayConfirm?: boolean
  onCancel(): void
  onConfirm(): void
  ended(event: AnimationEvent): void
  children?: ComponentChildren
}

export function Half({ kind, title, leaving, cancelText, confirmText, mayConfirm = true, onCancel, onConfirm, ended, children }: Props) {
  const ref = useDialog<HTMLDivElement>(onCancel)
  const confirm = (event: Event) => {
    event.preventDefault()
    if (mayConfirm) onConfirm()
  }
  return (
    <div class={`cover ${leaving ? 'leaving' : ''}`}>
      <div class="mask" />
      <div class="half rising" role="dialog" aria-modal="true" aria-label={title} tabIndex={-1} ref={ref} data-testid={`sheet-${kind}`}
        onAnimationEnd={ended}>
        <form onSubmit={confirm}>
          {children}
          <div class="half-buttons">
            <button type="button" data-testid="sheet-cancel" onClick={onCancel}>{cancelText}</button>
            <button type="submit" class="green" data-first disabled={!mayConfirm} data-testid="sheet-confirm">{confirmText}</button>
          </div>
        </form>
      </div>
    </div>
  )
}
