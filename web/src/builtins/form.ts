/** form and label: gathering fields, and passing a tap on to a control. */
import { Event, type Element } from 'glass-easel'
import { define, type Builtin } from './define.ts'
import { below, builtinOf, callerOf } from './tree.ts'

const LABELLED = ['button', 'checkbox', 'radio', 'switch', 'input', 'textarea']

/** The fields of a form, our own and custom components with behavior `wx://form-field`, as `[name, component]`. */
function fieldsOf(form: Builtin): [string, Builtin][] {
  const opens = (element: Element) => form.services.hasBehavior(element, 'wx://form-field-group')
  const found: [string, Builtin][] = []
  for (const element of below(form._$, opens)) {
    const caller = callerOf(element)
    if (!caller) continue
    if (caller.fieldValue || form.services.hasBehavior(element, 'wx://form-field')) found.push([caller.data.name, caller])
  }
  return found
}

/** Values by name; a field without a name is left out, as WeChat does. */
function valuesOf(form: Builtin): Record<string, unknown> {
  const named = fieldsOf(form).filter(([name]) => name !== undefined && name !== '')
  return Object.fromEntries(named.map(([name, field]) => [name, field.fieldValue ? field.fieldValue() : field.data.value]))
}

/** The control a label stands for: the one named by `for`, else the first inside. */
function controlOf(label: Builtin): Builtin | null {
  const { for: id } = label.data
  if (id) return builtinOf(label._$.ownerShadowRoot?.querySelector(`#${id}`))
  for (const element of below(label._$)) {
    const found = builtinOf(element)
    if (found && LABELLED.includes(found.tag)) return found
  }
  return null
}

/** Whether the event's path already went through the control. */
function hasReached(event: any, control: Builtin): boolean {
  for (let at = event.target?._$ ?? event.target; at; at = at.parentNode) if (at === control._$) return true
  return false
}

export const forms = {
  form: define({
    properties: { reportSubmit: Boolean, reportSubmitTimeout: Number },
    methods: {
      /** Submits on behalf of a button; `target` is what the event tells of it. */
      submitFrom(target: unknown) {
        const formId = this.data.reportSubmit ? { formId: 'the formId is a mock one' } : {}
        this.triggerEvent('submit', { ...formId, value: valuesOf(this), target })
      },
      /** Empties every field on behalf of a button. */
      resetFrom(target: unknown) {
        for (const [, field] of fieldsOf(this)) field.resetField?.()
        this.triggerEvent('reset', { target })
      },
    },
  }),

  label: define({
    properties: { for: String },
    lifetimes: {
      created() {
        this._$.addListener('tap', event => {
          const control = controlOf(this)
          if (!control || control.data.disabled || hasReached(event, control)) return
          if (control.userFocus) return control.focusField()
          const { detail } = event as { detail: unknown }
          Event.dispatchEvent(control._$, new Event('tap', detail, { bubbles: false, composed: false, capturePhase: true }))
        })
      },
    },
  }),
}
