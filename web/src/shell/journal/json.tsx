/** A value as indented JSON, its kinds told apart by colour. */
import type { ComponentChildren } from 'preact'
import { tokens } from './tokens.ts'

export function Json({ value }: { value: unknown }) {
  return (
    <pre class="json" tabIndex={0}>
      {tokens(value).map(({ kind, text }, place): ComponentChildren =>
        kind === 'plain' ? text : <span key={place} class={`json-${kind}`}>{text}</span>)}
    </pre>
  )
}
