/** The app's console: to the journal, and to the host's own where there is one. */

type Say = (level: string, text: string, where: string | undefined) => void

const LEVELS = ['log', 'info', 'warn', 'error', 'debug'] as const

/** A value as one reads it in a console. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Error) return value.stack ?? String(value)
  if (typeof value === 'function') return `[Function ${value.name || 'anonymous'}]`
  const seen = new Set<unknown>()
  try {
    return JSON.stringify(value, (_, inner) => {
      if (typeof inner === 'function') return `[Function ${inner.name || 'anonymous'}]`
      if (typeof inner === 'bigint') return `${inner}n`
      if (inner && typeof inner === 'object') {
        if (seen.has(inner)) return '[Circular]'
        seen.add(inner)
      }
      return inner
    }) ?? String(value)
  } catch (error) {
    return `[${String(error)}]`
  }
}

/** `file:line` of the first frame that lies in the app. */
export function placeOf(stack: string | undefined): string | undefined {
  const found = /mp:\/\/\/([^\s)]+?):(\d+)(?::\d+)?/.exec(stack ?? '')
  return found ? `${found[1]}:${found[2]}` : undefined
}

export function createConsole(say: Say, host?: Pick<Console, (typeof LEVELS)[number]>): Record<string, (...values: unknown[]) => void> {
  const made: Record<string, (...values: unknown[]) => void> = {}
  for (const level of LEVELS) {
    made[level] = (...values) => {
      host?.[level](...values)
      say(level, values.map(show).join(' ').slice(0, 10_000), placeOf(new Error().stack))
    }
  }
  for (const quiet of ['group', 'groupEnd', 'time', 'timeEnd', 'table', 'trace', 'assert', 'count', 'dir', 'clear']) {
    made[quiet] = (...values) => { if (values.length) made.log!(...values) }
  }
  return made
}
