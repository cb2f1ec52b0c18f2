/** checkbox, radio, their groups, switch and slider. */
import { define, reflect, type Builtin, type BuiltinDefinition } from './define.ts'
import { below, builtinOf, enclosing } from './tree.ts'

/** The members of a group in the order of the page, wherever they sit in the group's own tree. */
function membersOf(group: Builtin, tag: string): Builtin[] {
  return [...below(group._$)].map(builtinOf).filter((found): found is Builtin => found?.tag === tag)
}

function onTap(component: Builtin, run: () => void): void {
  component._$.addListener('tap', event => { if (component.data.disabled) event.stopPropagation() }, { capture: true })
  component._$.addListener('tap', () => { if (!component.data.disabled) run() })
}

function mirrorChecked(this: Builtin, checked: boolean): void {
  reflect(this, 'checked', checked)
  reflect(this, 'ariaChecked', Boolean(checked))
}

function checkboxTapped(checkbox: Builtin): void {
  checkbox.setData({ checked: !checkbox.data.checked })
  const group = enclosing(checkbox._$, 'checkbox-group')
  group?.triggerEvent('change', { value: group.fieldValue() })
}

function radioTapped(radio: Builtin): void {
  if (radio.data.checked) return
  const group = enclosing(radio._$, 'radio-group')
  for (const member of group ? membersOf(group, 'radio') : []) if (member !== radio) member.setData({ checked: false })
  radio.setData({ checked: true })
  group?.triggerEvent('change', { value: radio.data.value })
}

/** The names by which style rules of many projects reach inside: WeChat's own, and as there only from pages and app.wxss. */
function input(kind: string): string {
  const name = `~wx-${kind}-input`
  return `${name} {{checked ? '${name}-checked' : ''}} {{disabled ? '${name}-disabled' : ''}}`
}

function choice(kind: string, tapped: (component: Builtin) => void): BuiltinDefinition {
  return define({
    wxml: `<h-div class="choice ~wx-${kind}-wrapper"><h-div class="${kind} ${input(kind)}" style="{{checked && color ? 'color:' + color : ''}}"/><h-div class="choice-text"><slot/></h-div></h-div>`,
    properties: { value: { type: String, value: '' }, checked: Boolean, disabled: Boolean, color: String },
    reflect: ['disabled'],
    observers: { checked: mirrorChecked },
    lifetimes: { created() { onTap(this, () => tapped(this)) } },
  })
}

/** A slider's value: in range and on a step from `min`. */
export function onStep(data: Builtin['data'], value: number): number {
  const { min, max, step } = data as { min: number; max: number; step: number }
  const stepped = step > 0 ? min + Math.round((value - min) / step) * step : value
  return Number(Math.min(max, Math.max(min, stepped)).toFixed(10))
}

const slider = define({
  wxml: '<h-div class="slider ~wx-slider-wrapper"><h-div class="slider-track ~wx-slider-handle-wrapper" style="background-color:{{backgroundColor}}">' +
    '<h-div class="slider-done ~wx-slider-track" style="width:{{at}}%;background-color:{{activeColor || selectedColor || \'\'}}"/>' +
    '<h-div class="slider-knob ~wx-slider-thumb" style="left:{{at}}%;width:{{blockSize}}px;height:{{blockSize}}px;margin:{{-blockSize / 2}}px 0 0 {{-blockSize / 2}}px;background-color:{{blockColor}}"/>' +
    '</h-div></h-div><h-div class="slider-value ~wx-slider-value" wx:if="{{showValue}}">{{value}}</h-div>',
  formField: true,
  properties: {
    min: Number, max: { type: Number, value: 100 }, step: { type: Number, value: 1 }, disabled: Boolean, value: Number,
    color: String, selectedColor: String, activeColor: String, backgroundColor: String,
    blockSize: { type: Number, value: 28 }, blockColor: { type: String, value: '#ffffff' }, showValue: Boolean, name: String,
  },
  data: { at: 0 },
  reflect: ['disabled'],
  observers: {
    'min, max, value'(min: number, max: number, value: number) {
      this.setData({ at: max > min ? ((Math.min(max, Math.max(min, value)) - min) / (max - min)) * 100 : 0 })
      for (const [name, is] of [['ariaValuenow', value], ['ariaValuemin', min], ['ariaValuemax', max]] as const) reflect(this, name, is)
    },
  },
  methods: {
    /** The user drags to `value`; the last move of a drag is told by `done`. */
    userSlide(value: number, done = true) {
      if (this.data.disabled) return
      const next = onStep(this.data, value)
      const moved = next !== this.data.value
      if (moved) this.setData({ value: next })
      if (moved && !done) this.triggerEvent('changing', { value: next })
      if (!done) return
      this.services.did('choose', this._$, next)
      this.triggerEvent('change', { value: next })
    },
    pick(value: unknown) { this.userSlide(Number(value)) },
    fieldValue() { return this.data.value },
    resetField() { this.setData({ value: this.data.min }) },
  },
})

export const choices = {
  checkbox: choice('checkbox', checkboxTapped),
  radio: choice('radio', radioTapped),

  'checkbox-group': define({
    formField: true,
    properties: { name: String },
    methods: {
      fieldValue() { return membersOf(this, 'checkbox').filter(box => box.data.checked).map(box => box.data.value) },
      resetField() { for (const box of membersOf(this, 'checkbox')) box.setData({ checked: false }) },
    },
  }),

  'radio-group': define({
    formField: true,
    properties: { name: String },
    methods: {
      fieldValue() { return membersOf(this, 'radio').find(radio => radio.data.checked)?.data.value ?? '' },
      resetField() { for (const radio of membersOf(this, 'radio')) radio.setData({ checked: false }) },
    },
  }),

  switch: define({
    wxml: `<h-div wx:if="{{type === 'checkbox'}}" class="checkbox ${input('checkbox')}" style="{{checked && color ? 'color:' + color : ''}}"/>` +
      `<h-div wx:else class="switch ${input('switch')}" style="{{checked && color ? 'background-color:' + color : ''}}"/>`,
    formField: true,
    properties: { checked: Boolean, disabled: Boolean, type: { type: String, value: 'switch' }, color: String, name: String },
    reflect: ['disabled'],
    observers: { checked: mirrorChecked },
    methods: {
      fieldValue() { return this.data.checked },
      resetField() { this.setData({ checked: false }) },
    },
    lifetimes: {
      created() {
        onTap(this, () => {
          this.setData({ checked: !this.data.checked })
          this.triggerEvent('change', { value: this.data.checked })
        })
      },
    },
  }),

  slider,
}
