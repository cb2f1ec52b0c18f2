/** The real text fields behind input and textarea, and the slider's knob. */
import { onStep } from '../choice.ts'
import type { Builtin } from '../define.ts'
import { onDrag } from './drag.ts'

type Field = HTMLInputElement | HTMLTextAreaElement

const INPUT_MODES: Record<string, string> = { number: 'numeric', digit: 'decimal', idcard: 'text', nickname: 'text', text: 'text' }
const ENTER_HINTS: Record<string, string> = { send: 'send', search: 'search', next: 'next', go: 'go', done: 'done', return: 'enter' }

/** What the phone's keyboard for a type does not have. */
const BANNED: Record<string, RegExp> = { number: /[^0-9]/, digit: /[^0-9.]/, idcard: /[^0-9xX]/ }

function configure(component: Builtin, field: Field): void {
  const { type, password, disabled, maxlength, confirmType, placeholder, cursorColor } = component.data
  if (field instanceof HTMLInputElement) field.type = password || type === 'safe-password' ? 'password' : 'text'
  field.inputMode = INPUT_MODES[type] ?? 'text'
  field.enterKeyHint = ENTER_HINTS[confirmType] ?? 'done'
  field.disabled = Boolean(disabled)
  if (maxlength >= 0) field.maxLength = maxlength
  else field.removeAttribute('maxlength')
  field.setAttribute('aria-label', String(component.data.ariaLabel ?? placeholder ?? ''))
  if (cursorColor) field.style.caretColor = cursorColor
}

function listen(component: Builtin, field: Field): void {
  let keyCode = 0
  const quiet = ['input', 'change', 'focus', 'blur', 'keydown', 'keyup', 'keypress', 'select']
  for (const type of quiet) field.addEventListener(type, event => event.stopPropagation())
  field.addEventListener('keydown', event => {
    keyCode = (event as KeyboardEvent).keyCode
    if ((event as KeyboardEvent).key !== 'Enter' || (event as KeyboardEvent).isComposing) return
    if (component.tag === 'textarea' && component.data.confirmType === 'return') return
    event.preventDefault()
    component.userConfirm()
    if (!component.data.confirmHold) field.blur()
  })
  field.addEventListener('beforeinput', event => {
    const { data } = event as InputEvent
    if (data && BANNED[component.data.type]?.test(data)) event.preventDefault()
  })
  field.addEventListener('input', () => {
    component.userInput(field.value, field.selectionEnd ?? field.value.length, keyCode)
  })
  let before = ''
  field.addEventListener('focus', () => {
    before = field.value
    component.userFocus()
  })
  field.addEventListener('blur', () => {
    if (field.value !== before) component.services.did('type', component._$, field.value)
    component.userBlur()
  })
}

function textField(this: Builtin, host: HTMLElement): void {
  const field = host.querySelector<Field>('input, textarea')!
  this.writeText = (text: string, cursor?: number) => {
    if (field.value !== text) field.value = text
    if (cursor !== undefined && cursor >= 0) field.setSelectionRange(cursor, cursor)
    this.measure?.()
  }
  /** In the next frame: a page that is just being made cannot hold the focus yet. */
  this.takeFocus = () => requestAnimationFrame(() => {
    field.focus()
    const { cursor, selectionStart, selectionEnd } = this.data
    if (selectionStart >= 0 && selectionEnd >= 0) field.setSelectionRange(selectionStart, selectionEnd)
    else if (cursor >= 0) field.setSelectionRange(cursor, cursor)
  })
  this.blurField = () => field.blur()
  this.configure = () => configure(this, field)
  configure(this, field)
  listen(this, field)
  if (field instanceof HTMLTextAreaElement) growing(this, host, field)
  this.writeText(this.data.text)
}

/** auto-height, and `linechange` when the number of lines changes. */
function growing(component: Builtin, host: HTMLElement, field: HTMLTextAreaElement): void {
  let lines = 1
  component.measure = () => {
    if (!host.clientWidth) return
    if (component.data.autoHeight) {
      field.style.height = '0'
      field.style.height = `${field.scrollHeight}px`
    }
    const lineHeight = Number.parseFloat(getComputedStyle(field).lineHeight) || 20
    const now = Math.max(1, Math.round(field.scrollHeight / lineHeight))
    if (now === lines) return
    lines = now
    component.triggerEvent('linechange', { height: field.scrollHeight, heightRpx: (field.scrollHeight * 750) / window.innerWidth, lineCount: now, lineHeight })
  }
  new ResizeObserver(() => component.measure()).observe(host)
}

function slider(this: Builtin, host: HTMLElement): void {
  const track = host.querySelector<HTMLElement>('.wx--slider-track')!
  const valueAt = (x: number) => {
    const box = track.getBoundingClientRect()
    return this.data.min + ((x - box.left) / Math.max(1, box.width)) * (this.data.max - this.data.min)
  }
  const bar = host.querySelector<HTMLElement>('.wx--slider')!
  onDrag(bar, {
    slack: 0,
    start: () => !this.data.disabled,
    move: (_dx, _dy, event) => this.userSlide(valueAt(event.clientX), false),
    end: () => this.userSlide(this.data.value),
  })
  bar.addEventListener('click', event => this.userSlide(valueAt(event.clientX)))
  host.tabIndex = 0
  host.setAttribute('role', 'slider')
  host.addEventListener('keydown', event => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key]
    if (!step) return
    event.preventDefault()
    this.userSlide(onStep(this.data, this.data.value + step * this.data.step))
  })
}

export const fieldHooks = { input: textField, textarea: textField, slider }
