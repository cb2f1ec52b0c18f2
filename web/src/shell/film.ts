/** Films the phone's screen together with what happens, into one file that plays anywhere. */
import { inScript, sealed, type Frame } from '../sealed/session.ts'
import type { Session } from './session.ts'
import { stillOf } from './still.ts'
import { Store } from './store.ts'

/** So often the screen is looked at, in milliseconds. */
const EVERY = 300
/** Much longer films are no gift to anybody: every other picture of the older half goes then. */
const MOST_FRAMES = 400
const TEMPLATE = '/_wxemu/player'

export class Film {
  readonly running = new Store(false)
  #frames: Frame[] = []
  #from = 0
  #dropped = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly session: Session) {}

  start(): void {
    this.#frames = []
    this.#dropped = 0
    this.#from = this.session.now()
    this.running.set(true)
    void this.#look()
  }

  /** The finished file. */
  async stop(title: string): Promise<Blob> {
    clearTimeout(this.#timer)
    await this.#take()
    this.running.set(false)
    const all = this.session.journal.value
    const session = sealed({ title, made: Date.now(), dropped: this.#dropped }, this.#frames, all.filter(({ at }) => at >= this.#from), all)
    const response = await fetch(TEMPLATE)
    if (!response.ok) throw new Error(`${response.status} ${TEMPLATE}`)
    const page = (await response.text()).replace('<!--session-->', () => inScript(session))
    return new Blob([page], { type: 'text/html' })
  }

  async #look(): Promise<void> {
    await this.#take()
    if (this.running.value) this.#timer = setTimeout(() => void this.#look(), EVERY)
  }

  async #take(): Promise<void> {
    const at = this.session.now()
    const still = await stillOf(this.session)
    const last = this.#frames.at(-1)
    if (!still || still.html === last?.html) return
    this.#frames.push({ at: Math.max(at, last?.at ?? 0), ...still })
    if (this.#frames.length > MOST_FRAMES) this.#thin()
  }

  #thin(): void {
    const before = this.#frames.length
    this.#frames = this.#frames.filter((_, place) => place === 0 || place >= MOST_FRAMES / 2 || place % 2 === 0)
    this.#dropped += before - this.#frames.length
  }
}
