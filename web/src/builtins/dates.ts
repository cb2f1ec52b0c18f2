/** The texts a date or time picker speaks: `2018-03-01`, `2018-03`, `2018`, `09:30`. */

export type DateFields = 'year' | 'month' | 'day'
const PARTS: Record<DateFields, number> = { year: 1, month: 2, day: 3 }

const two = (value: number) => String(value).padStart(2, '0')

/** `[2018, 3, 1]` from `2018-03-01`; parts that are missing are 1. Null when it is no date. */
export function parseDate(text: string): number[] | null {
  const match = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text ?? '')
  return match ? [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)] : null
}

/** The text with as many parts as `fields` asks. */
export function dateText(parts: number[], fields: DateFields): string {
  return parts.slice(0, PARTS[fields] ?? 3).map((part, index) => (index ? two(part) : String(part))).join('-')
}

export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Year, month and day of a moment in China's time. */
export function dayOf(ms: number): number[] {
  const date = new Date(ms + 8 * 3600_000)
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
}

/** `[9, 30]` from `09:30`. */
export function parseTime(text: string): number[] | null {
  const match = /^(\d{1,2}):(\d{1,2})$/.exec(text ?? '')
  return match ? [Number(match[1]), Number(match[2])] : null
}

export const timeText = ([hour = 0, minute = 0]: number[]) => `${two(hour)}:${two(minute)}`
