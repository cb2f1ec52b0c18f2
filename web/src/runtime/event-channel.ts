/** The line between a page and the page it opened. https://developers.weixin.qq.com/miniprogram/dev/api/route/EventChannel.html */

type Listener = (...args: unknown[]) => void
interface Entry { listener: Listener; once: boolean }

export class EventChannel {
  /** The other page's end: what is emitted here is heard there. */
  #other: EventChannel | null = null
  readonly #listeners = new Map<string, Entry[]>()
  /** What was said before the other page listened. */
  readonly #early = new Map<string, unknown[][]>()

  static pair(): [EventChannel, EventChannel] {
    const [one, two] = [new EventChannel(), new EventChannel()]
    one.#other = two
    two.#other = one
    return [one, two]
  }

  emit(event: string, ...args: unknown[]): void { this.#other?.hear(event, args) }

  on(event: string, listener: Listener): void { this.listen(event, { listener, once: false }) }

  once(event: string, listener: Listener): void { this.listen(event, { listener, once: true }) }

  /** Without a listener: all of the event. */
  off(event: string, listener?: Listener): void {
    this.#listeners.set(event, listener ? this.of(event).filter(entry => entry.listener !== listener) : [])
  }

  private of(event: string): Entry[] { return this.#listeners.get(event) ?? [] }

  private listen(event: string, entry: Entry): void {
    this.#listeners.set(event, [...this.of(event), entry])
    const waiting = this.#early.get(event) ?? []
    this.#early.delete(event)
    for (const args of waiting) this.hear(event, args)
  }

  private hear(event: string, args: unknown[]): void {
    const entries = this.of(event)
    if (!entries.length) this.#early.set(event, [...(this.#early.get(event) ?? []), args])
    this.#listeners.set(event, entries.filter(entry => !entry.once))
    for (const { listener } of entries) listener(...args)
  }
}
