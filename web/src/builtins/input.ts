/** input and textarea. */
import { builtinOf, below } from './tree.ts'
import { define, type Builtin, type Properties, type Sketch } from './define.ts'

const FIELD: Properties = {
  value: { type: null, value: '' }, placeholder: String, placeholderStyle: String, disabled: Boolean,
  maxlength: { type: Number, value: 140 }, cursorSpacing: null, autoFocus: Boolean, focus: Boolean,
  confirmType: { type: String, value: 'done' }, confirmHold: Boolean, alwaysEmbed: Boolean,
  cursor: { type: Number, value: -1 }, selectionStart: { type: Number, value: -1 }, selectionEnd: { type: Number, value: -1 },
  adjustPosition: { type: Boolean, value: true }, holdKeyboard: Boolean, name: String, cursorColor: String,
}

/** At most `maxlength` characters; -1 is no limit. */
function limited(field: Builtin, text: string): string {
  const { maxlength } = field.data
  return maxlength >= 0 ? text.slice(0, maxlength) : text
}

/** Runs the app's handlers; what one returns (a string, or an object with `value`) replaces the text. */
function tellInput(field: Builtin, value: string, cursor: number, keyCode: number): void {
  let answer: unknown
  field.triggerEvent('input', { value, cursor, keyCode }, { handleListenerReturn: given => { if (given !== undefined) answer = given } })
  const replaced = typeof answer === 'string' ? { value: answer } : (answer as { value?: unknown; cursor?: number } | undefined)
  if (typeof replaced?.value !== 'string') return
  field.setData({ value: replaced.value })
  field.writeText?.(replaced.value, replaced.cursor)
}

/** What stands over the keyboard is seen while there is one. */
function accessories(field: Builtin, shown: boolean): void {
  for (const child of below(field._$)) {
    const found = builtinOf(child)
    if (found?.tag === 'keyboard-accessory') found.setData({ hidden: !shown })
  }
}

const TEXT_FIELD: Sketch = {
  formField: true,
  externalClasses: ['placeholder-class'],
  properties: FIELD,
  data: { text: '' },
  reflect: ['disabled'],
  observers: {
    value(value: unknown) {
      const text = value === undefined || value === null ? '' : String(value)
      this.setData({ text })
      this.writeText?.(text)
    },
    'type, password, disabled, maxlength, confirmType, placeholder, cursorColor'() { this.configure?.() },
    focus(focus: boolean) {
      const changed = Boolean(focus) !== this.hadFocus
      this.hadFocus = Boolean(focus)
      // What hears of the focus may set it again: the same value is no news.
      if (!this.isReady || !changed) return
      if (focus) this.focusField()
      else this.blurField?.()
    },
  },
  methods: {
    /** The user's text is now `value`. Cursor and key code as the keyboard gives them. */
    userInput(value: string, cursor?: number, keyCode = 0) {
      if (this.data.disabled) return
      const text = limited(this, String(value))
      this.setData({ value: text })
      if (this.tag === 'textarea') this.measure?.()
      tellInput(this, text, Math.min(cursor ?? text.length, text.length), keyCode)
    },
    userFocus() {
      accessories(this, true)
      this.triggerEvent('focus', { value: this.data.text, height: 0 })
    },
    userBlur() {
      accessories(this, false)
      this.triggerEvent('blur', { value: this.data.text, cursor: this.data.text.length })
    },
    userConfirm() { this.triggerEvent('confirm', { value: this.data.text }) },
    /** Gives the field the keyboard; the frame moves the real focus. */
    focusField() {
      if (this.takeFocus) this.takeFocus()
      else this.userFocus()
    },
    fieldValue() { return this.data.text },
    resetField() { this.setData({ value: '' }) },
  },
  lifetimes: {
    ready() {
      this.isReady = true
      this.hadFocus = Boolean(this.data.focus)
      if (this.data.focus || this.data.autoFocus) this.focusField()
    },
  },
}

const PLACEHOLDER = '<h-div class="placeholder placeholder-class" style="{{placeholderStyle}}" hidden="{{text !== \'\'}}">{{placeholder}}</h-div>'

export const inputs = {
  input: define({
    ...TEXT_FIELD,
    wxml: `<h-div class="input">${PLACEHOLDER}<h-input class="input-field"/></h-div><slot/>`,
    properties: {
      ...FIELD, type: { type: String, value: 'text' }, password: Boolean, safePasswordCertPath: String,
      safePasswordLength: Number, safePasswordTimeStamp: Number, safePasswordNonce: String, safePasswordSalt: String,
      safePasswordCustomHash: String, alwaysSystem: Boolean, randomNumber: Boolean, controlled: Boolean,
    },
  }),

  textarea: define({
    ...TEXT_FIELD,
    wxml: `<h-div class="textarea">${PLACEHOLDER}<h-textarea class="textarea-field"/></h-div><slot/>`,
    properties: {
      ...FIELD, confirmType: { type: String, value: 'return' }, autoHeight: Boolean, fixed: Boolean,
      showConfirmBar: { type: Boolean, value: true }, disableDefaultPadding: Boolean, adjustKeyboardTo: String,
    },
    reflect: ['disabled', 'autoHeight'],
  }),
}
