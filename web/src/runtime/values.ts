/** What is thrown, and what crosses the wire. */
import { show } from './console.ts'

/** Name and text of whatever was thrown, and its stack where it has one. */
export function described(thrown: unknown): { message: string; stack: string } {
  if (thrown instanceof Error) return { message: `${thrown.name}: ${thrown.message}`, stack: thrown.stack ?? String(thrown) }
  const text = show(thrown)
  return { message: text, stack: text }
}

/** A copy of plain JSON: what crosses the wire, or what the app may change without harm. */
export function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value
}
