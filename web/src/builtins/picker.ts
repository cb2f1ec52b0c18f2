/** picker (selector, multiSelector, time, date, region), picker-view and its columns. */
import { define, type Builtin } from './define.ts'
import { below, builtinOf, enclosing } from './tree.ts'

type Mode = 'selector' | 'multiSelector' | 'time' | 'date' | 'region'

/** What a picker holds before anything was chosen. */
function emptyValue(data: Builtin['data']): unknown {
  const mode = (data.mode || 'selector') as Mode
  if (mode === 'multiSelector') return (data.range ?? []).map(() => 0)
  return mode === 'selector' ? 0 : mode === 'region' ? [] : ''
}

/** What is written for an item of `range`: the item, or its member `range-key`. */
export function labelOf(item: unknown, key: string): string {
  const shown = key && item && typeof item === 'object' ? (item as Record<string, unknown>)[key] : item
  return shown === undefined || shown === null ? '' : String(shown)
}

const picker = define({
  formField: true,
  properties: {
    headerText: String, mode: { type: String, value: 'selector' }, disabled: Boolean, range: { type: null, value: [] },
    rangeKey: String, value: null, start: String, end: String, fields: { type: String, value: 'day' }, customItem: String,
    level: { type: String, value: 'sub-district' }, name: String,
  },
  reflect: ['disabled'],
  methods: {
    /**
     * The user confirms a choice: an index (selector), indexes (multiSelector), `HH:mm`, `YYYY-MM-DD` or names of a
     * region. `more` joins the event's detail (region: `code`, `postcode`).
     */
    pick(value: unknown, more: Record<string, unknown> = {}) {
      if (this.data.disabled) return
      this.services.did('choose', this._$, value)
      this.setData({ value })
      this.triggerEvent('change', { value, ...more })
    },
    /** A wheel of a multiSelector stops while the sheet is open. */
    turnColumn(column: number, value: number) { this.triggerEvent('columnchange', { column, value }) },
    /** The user leaves without a choice. */
    dismiss() { this.triggerEvent('cancel', {}) },
    fieldValue() { return this.data.value ?? emptyValue(this.data) },
    resetField() { this.setData({ value: emptyValue(this.data) }) },
  },
  observers: { range() { this.redraw?.() }, value() { this.redraw?.() } },
  lifetimes: {
    created() { this._$.addListener('tap', () => { if (!this.data.disabled) this.open?.() }) },
    detached() { this.close?.() },
  },
})

/** The columns of a picker-view in order. */
export function columnsOf(view: Builtin): Builtin[] {
  return [...below(view._$)].map(builtinOf).filter((found): found is Builtin => found?.tag === 'picker-view-column')
}

export const pickers = {
  picker,

  'picker-view': define({
    wxml: '<h-div class="picker-columns"><slot/></h-div>',
    formField: true,
    externalClasses: ['indicator-class', 'mask-class'],
    properties: { value: { type: Array, value: [] }, indicatorStyle: String, maskStyle: String, immediateChange: Boolean, name: String },
    observers: { value() { this.redraw?.() } },
    methods: {
      /** A column came to rest on an item. */
      turnColumn(column: number, index: number) {
        const value = columnsOf(this).map((_, at) => Number(this.data.value?.[at] ?? 0))
        if (value[column] === index) return
        value[column] = index
        this.services.did('choose', this._$, value)
        this.setData({ value })
        this.triggerEvent('change', { value })
      },
      pick(value: number[]) {
        this.setData({ value })
        this.triggerEvent('change', { value })
      },
      fieldValue() { return this.data.value },
      resetField() { this.setData({ value: columnsOf(this).map(() => 0) }) },
    },
  }),

  'picker-view-column': define({
    wxml: '<h-div class="picker-wheel"><h-div class="picker-items"><slot/></h-div></h-div><h-div class="picker-mask"/><h-div class="picker-indicator"/>',
    methods: {
      /** This column's place among its view's columns, and the view. */
      place() {
        const view = enclosing(this._$, 'picker-view')
        return { view, column: view ? columnsOf(view).indexOf(this as Builtin) : 0 }
      },
    },
  }),
}
