/** The panel's few kinds of field. */
import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'

interface Choice<T extends string> { value: T; name: string }

interface SegmentsProps<T extends string> {
  label: string
  value: T | undefined
  choices: Choice<T>[]
  onChange(value: T): unknown
  small?: boolean
}

/** One of a few, all in sight. */
export function Segments<T extends string>({ label, value, choices, onChange, small }: SegmentsProps<T>) {
  const name = useId()
  return (
    <div class={`segments ${small ? 'small' : ''}`} role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input type="radio" name={name} value={choice.value} checked={choice.value === value}
            onChange={() => onChange(choice.value)} />
          <span>{choice.name}</span>
        </label>
      ))}
    </div>
  )
}

/** A line of the panel: what it is, and the field. */
export function Line({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="line">
      <span class="line-name" aria-hidden="true">{name}</span>
      <span class="line-field">{children}</span>
    </div>
  )
}

interface SwitchProps { label: string; on: boolean; onChange(on: boolean): void }

export function Switch({ label, on, onChange }: SwitchProps) {
  return (
    <button type="button" class="switch" role="switch" aria-checked={on} aria-label={label} onClick={() => onChange(!on)}>
      <span />
    </button>
  )
}

export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId()
  return (
    <section class="section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

const FOLDS_KEPT = 'wxemu.open.'

/** A section that is seldom needed: closed until it was opened once in this browser. */
export function Fold({ name, title, children }: { name: string; title: string; children: ComponentChildren }) {
  const [open, setOpen] = useState(() => localStorage.getItem(FOLDS_KEPT + name) === 'yes')
  const keep = (now: boolean) => {
    setOpen(now)
    localStorage.setItem(FOLDS_KEPT + name, now ? 'yes' : 'no')
  }
  return (
    <details class="section fold" open={open} onToggle={(event) => keep(event.currentTarget.open)} data-testid={`fold-${name}`}>
      <summary><h2>{title}</h2></summary>
      {children}
    </details>
  )
}
