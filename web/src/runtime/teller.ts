/** What a mini-program tells of itself: its console, its faults, and what it asked for in vain. */
import { placeOf } from './console.ts'
import type { Host, Json, Words } from './types.ts'
import { described } from './values.ts'

/** What is known of the app around a fault. */
interface Around {
  /** Runs what the app itself wants done then; may throw. */
  heard(fault: { message: string; stack: string }): void
  /** More than the error's own words say. */
  reason(error: unknown, stack: string): Json | null
  /** Path of the page that is being made; empty while none is. */
  opening(): string
}

export class Teller {
  private within = ''
  private reporting = false
  private readonly missed = new Set<string>()
  private readonly warned = new Set<string>()

  constructor(private readonly host: Host, private readonly around: Around) {}

  notify(method: string, params: Json = {}): void {
    this.host.send({ method, params: { instance: this.host.instance, ...params } })
  }

  log(level: string, words: Words, where?: string): void {
    const told = typeof words === 'string' ? { text: words } : { text: words.en, says: words }
    this.notify('App.log', { level, ...told, ...(where ? { where } : {}) })
  }

  /** Of what the engine warns of at every turn: once is enough. */
  warnOnce(words: Words, where?: string): void {
    const text = typeof words === 'string' ? words : words.en
    if (this.warned.has(text)) return
    this.warned.add(text)
    this.log('warn', words, where)
  }

  missing(name: string): void {
    if (this.missed.has(name)) return
    this.missed.add(name)
    this.notify('App.missing', { name })
  }

  /** Runs the app's own code; what it throws is told, and the rest goes on. `where` is such as `pages/a/a.onLoad`. */
  guarded<Result>(run: () => Result, where: string): Result | undefined {
    const before = this.within
    this.within = where
    try {
      return run()
    } catch (error) {
      this.fault(error, where)
      return undefined
    } finally {
      this.within = before
    }
  }

  /** What is running. */
  get at(): string { return this.within || this.around.opening() }

  fault(error: unknown, where: string): void {
    const { message, stack } = described(error)
    const reason = this.around.reason(error, stack)
    const template = reason?.id === 'recursion' ? this.around.opening() : ''
    const near = template ? `${template}.wxml` : where
    this.notify('App.error', { message, stack, where: placeOf(stack) ?? near, ...(reason ? { reason } : {}) })
    if (this.reporting) return
    this.reporting = true
    try {
      this.around.heard({ message, stack })
    } catch (second) {
      this.notify('App.error', { message: String(second), stack: (second as Error).stack ?? '', where: 'App.onError' })
    } finally {
      this.reporting = false
    }
  }
}
