/** World time as a phone in China shows it: WeChat's card dates are UTC+8. */

const CHINA = 8 * 3_600_000

const digits = (value: number, width = 2) => String(value).padStart(width, '0')

function parts(at: number) {
  const time = new Date(at + CHINA)
  return {
    day: `${time.getUTCFullYear()}-${digits(time.getUTCMonth() + 1)}-${digits(time.getUTCDate())}`,
    minute: `${digits(time.getUTCHours())}:${digits(time.getUTCMinutes())}`,
    second: digits(time.getUTCSeconds()),
    milli: digits(time.getUTCMilliseconds(), 3),
  }
}

/** `09:41` */
export const hourAndMinute = (at: number): string => parts(at).minute

/** `09:41:07.250` */
export function precise(at: number): string {
  const { minute, second, milli } = parts(at)
  return `${minute}:${second}.${milli}`
}

/** `2018-03-01 10:00:00` */
export function dayAndTime(at: number): string {
  const { day, minute, second } = parts(at)
  return `${day} ${minute}:${second}`
}

/** The value of a `datetime-local` field. */
export function toField(at: number): string {
  const { day, minute, second } = parts(at)
  return `${day}T${minute}:${second}`
}

/** Milliseconds since 1970 of a `datetime-local` field's value; NaN if it is none. */
export function fromField(value: string): number {
  return Date.parse(`${value}Z`) - CHINA
}

/** `12 ms`, `3.0 s`, `2 min` */
export function lasting(ms: number): string {
  if (ms < 1000) return `${ms} ms`
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`
}
