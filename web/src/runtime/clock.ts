/** The app's only time: timers and Date on the world's clock, which a host lets run or moves by hand. */

/** Where an app's clock may follow real time: a host that has some. */
interface RealTime {
  realNow: (() => number) | null
  wake?(ms: number, run: () => void): void
  environment: { clock: { now: number; frozen: boolean } }
}

interface Timer { at: number; order: number; run: () => unknown; every: number | null; depth: number; runs: number }

const NEVER = Number.POSITIVE_INFINITY

/** A jump over more ticks of an interval than these is a sleep: the ticks between are left out. */
const MOST_TICKS = 1000

/** Timers that set timers, this deep, wait this long at least: https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timers */
const [DEEP, LEAST] = [5, 4]

/** Whole milliseconds in 32 bits; anything else means at once. */
const LONGEST = 2 ** 31 - 1

export class Clock {
  /** `Date` as the app sees it. */
  readonly Date: DateConstructor
  private timers = new Map<number, Timer>()
  private last = 0
  private order = 0
  /** How many timers deep the code that runs now was set. */
  private depth = 0
  /** Where time runs by itself, what time it is; null: it stands until moved. */
  live: (() => number) | null = null
  /** What the host does when the earliest deadline may have changed. */
  onChange: () => void = () => {}

  /** `current`: milliseconds since 1970. A thrown error of a timer goes to `fault`, what its function gives to `gave`. */
  constructor(
    private current: number, private readonly fault: (error: unknown, where: string) => void,
    private readonly gave: (given: unknown, where: string) => void = () => {},
  ) {
    // oxlint-disable-next-line typescript/no-this-alias -- the proxy's traps have a `this` of their own
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
    for (const timer of this.timers.values()) timer.runs = 0
    for (let next = this.earliest(target); next; next = this.earliest(target)) {
      const [id, timer] = next
      this.current = Math.max(this.current, timer.at)
      if (timer.every === null) this.timers.delete(id)
      else this.again(timer, target)
      this.fire(timer)
    }
    this.current = target
    this.onChange()
  }

  /** Where time is not frozen and the host has real time, follows it. */
  follow({ realNow, wake, environment: { clock } }: RealTime): void {
    if (!realNow || !wake || clock.frozen) return
    const [world, real] = [clock.now, realNow()]
    const live = () => world + realNow() - real
    this.live = live
    this.onChange = () => {
      const next = this.nextDeadline()
      if (next !== null && this.live === live) wake(Math.max(0, next - live()), () => { if (this.live === live) this.advanceTo(live()) })
    }
    this.onChange()
  }

  private fire(timer: Timer): void {
    this.depth = timer.depth
    try {
      this.gave(timer.run(), 'timer')
    } catch (error) {
      this.fault(error, 'timer')
    } finally {
      this.depth = 0
    }
  }

  /** The interval's next tick. */
  private again(timer: Timer, target: number): void {
    const every = Math.max(1, timer.every ?? 1)
    const skipped = ++timer.runs === MOST_TICKS ? Math.max(0, Math.floor((target - this.current) / every) - 1) : 0
    Object.assign(timer, { at: this.current + every * (skipped + 1), order: this.order++ })
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
    const depth = this.depth + 1
    const wanted = Math.trunc(Number(ms))
    const delay = Math.max(depth > DEEP ? LEAST : 0, wanted <= LONGEST ? wanted : 0)
    const id = ++this.last
    this.timers.set(id, { at: this.now() + delay, order: this.order++, run: () => run(...args), every: repeats ? delay : null, depth, runs: 0 })
    this.onChange()
    return id
  }
}
