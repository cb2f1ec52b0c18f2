/** The app's only time: timers and Date on the world's clock, which a host lets run or moves by hand. */

interface Timer { at: number; order: number; run: () => void; every: number | null }

const NEVER = Number.POSITIVE_INFINITY

export class Clock {
  /** `Date` as the app sees it. */
  readonly Date: DateConstructor
  private timers = new Map<number, Timer>()
  private last = 0
  private order = 0
  /** Where time runs by itself, what time it is; null: it stands until moved. */
  live: (() => number) | null = null
  /** What the host does when the earliest deadline may have changed. */
  onChange: () => void = () => {}

  /** `current`: milliseconds since 1970. A thrown error of a timer goes to `fault`. */
  constructor(private current: number, private readonly fault: (error: unknown, where: string) => void) {
    const clock = this
    this.Date = new Proxy(Date, {
      construct: (target, args) => Reflect.construct(target, args.length ? args : [clock.now()]),
      apply: () => new Date(clock.now()).toString(),
      get: (target, key) => (key === 'now' ? () => clock.now() : Reflect.get(target, key)),
    })
  }

  now(): number { return this.live ? Math.max(this.current, this.live()) : this.current }

  setTimeout = (run: unknown, ms?: unknown, ...args: unknown[]): number => this.add(run, ms, args, false)
  setInterval = (run: unknown, ms?: unknown, ...args: unknown[]): number => this.add(run, ms, args, true)
  clearTimeout = (id: unknown): void => { this.timers.delete(id as number) }
  clearInterval = this.clearTimeout
  requestAnimationFrame = (run: (at: number) => void): number => this.setTimeout(() => run(this.now()), 16)

  /** Milliseconds since 1970 of the next timer, or null. */
  nextDeadline(): number | null {
    const at = Math.min(NEVER, ...[...this.timers.values()].map(timer => timer.at))
    return at === NEVER ? null : at
  }

  /** Moves time on to `target`, each timer at its own moment. Time set back runs nothing. */
  advanceTo(target: number): void {
    for (let next = this.earliest(target); next; next = this.earliest(target)) {
      const [id, timer] = next
      this.current = Math.max(this.current, timer.at)
      if (timer.every === null) this.timers.delete(id)
      else Object.assign(timer, { at: this.current + Math.max(1, timer.every), order: this.order++ })
      try {
        timer.run()
      } catch (error) {
        this.fault(error, 'timer')
      }
    }
    this.current = target
    this.onChange()
  }

  private earliest(target: number): [number, Timer] | null {
    let found: [number, Timer] | null = null
    for (const entry of this.timers) {
      const [, timer] = entry
      if (timer.at <= target && (!found || timer.at < found[1].at || (timer.at === found[1].at && timer.order < found[1].order))) found = entry
    }
    return found
  }

  private add(run: unknown, ms: unknown, args: unknown[], repeats: boolean): number {
    if (typeof run !== 'function') return 0
    const delay = Math.max(0, Number(ms) || 0)
    const id = ++this.last
    this.timers.set(id, { at: this.now() + delay, order: this.order++, run: () => run(...args), every: repeats ? delay : null })
    this.onChange()
    return id
  }
}
