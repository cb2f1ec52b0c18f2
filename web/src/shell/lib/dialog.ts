/** What makes a dialog one for the keyboard: focus goes in, stays in, and goes back; Escape cancels, Enter agrees. */
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

const FOCUSABLE = 'button:not(:disabled), [href], input:not(:disabled), textarea:not(:disabled), select, [tabindex="0"]'

/** While a performance is on, its own page has the focus. */
export const isPerformed = (): boolean => document.documentElement.classList.contains('performing')

/** Puts the focus into `home`, unless the user is at work beside the phone. */
function mayTakeFocus(): boolean {
  if (isPerformed()) return false
  const active = document.activeElement
  return !active || active === document.body || active.closest('.phone') !== null
}

/**
 * For the element of the dialog. `onCancel` is what Escape does; without it Escape does nothing. Enter on the dialog
 * itself presses its `data-first` button; a `data-first` field has the focus from the start.
 */
export function useDialog<E extends HTMLElement>(onCancel?: () => void): RefObject<E | null> {
  const ref = useRef<E>(null)
  const cancel = useRef(onCancel)
  cancel.current = onCancel
  useEffect(() => {
    const home = ref.current
    if (!home) return
    const before = document.activeElement
    if (mayTakeFocus()) (home.querySelector<HTMLElement>('input[data-first]') ?? home).focus({ preventScroll: true })
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && cancel.current) {
        event.stopPropagation()
        cancel.current()
      } else if (event.key === 'Enter' && event.target === home) {
        home.querySelector<HTMLElement>('button[data-first]')?.click()
      } else if (event.key === 'Tab') keepInside(home, event)
    }
    home.addEventListener('keydown', onKey)
    return () => {
      home.removeEventListener('keydown', onKey)
      if (before instanceof HTMLElement && before.isConnected && mayTakeFocus()) before.focus({ preventScroll: true })
    }
  }, [])
  return ref
}

function keepInside(home: HTMLElement, event: KeyboardEvent): void {
  const stops = [...home.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.offsetParent !== null)
  const [first, last] = [stops[0], stops.at(-1)]
  const active = document.activeElement
  if (!first || !last) event.preventDefault()
  else if (event.shiftKey && (active === first || active === home)) {
    event.preventDefault()
    last.focus()
  } else if (!event.shiftKey && active === last) {
    event.preventDefault()
    first.focus()
  }
}
