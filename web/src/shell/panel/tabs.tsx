/** Tabs as https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ has them: one stop for the Tab key, arrows from one to the next. */
import type { TargetedKeyboardEvent } from 'preact'

/** Where a key leads from the tab at this place. */
const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

export interface Choice<Name extends string> { name: Name; text: string }

interface TabsProps<Name extends string> {
  class: string
  label: string
  tabs: Choice<Name>[]
  value: Name
  onChange(name: Name): void
}

export function Tabs<Name extends string>({ class: look, label, tabs, value, onChange }: TabsProps<Name>) {
  const walk = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    const step = STEPS[event.key]
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const next = step(tabs.findIndex(({ name }) => name === value), tabs.length)
    onChange(tabs[next]!.name)
    ;(event.currentTarget.children[next] as HTMLElement).focus()
  }
  return (
    <div class={look} role="tablist" aria-label={label} onKeyDown={walk}>
      {tabs.map(({ name, text }) => (
        <button key={name} type="button" role="tab" id={`tab-${name}`} aria-selected={name === value} aria-controls={name === value ? `panel-${name}` : undefined}
          tabIndex={name === value ? 0 : -1} data-testid={`tab-${name}`} onClick={() => onChange(name)}>
          {text}
        </button>
      ))}
    </div>
  )
}

/** What the element that a tab shows must have. */
export function panelOf(name: string) {
  return { role: 'tabpanel', id: `panel-${name}`, 'aria-labelledby': `tab-${name}` } as const
}
