/** What this page knows of the phone and the journal, and how it acts on them. */
import { Admin } from './admin.ts'
import { Film } from './film.ts'
import { AppFrame } from './frames.ts'
import { openParams, type fromAddress } from './launch.ts'
import { Link, LinkDown, realTimers } from './link.ts'
import { Store } from './store.ts'
import { both } from './texts.ts'
import type { Answer, Entry, Params, PhoneState, Says, Sheet } from './wire.ts'

/** The page keeps this many rows of the journal. */
const LONGEST_JOURNAL = 5000

export class Session {
  readonly phone = new Store<PhoneState | null>(null)
  readonly journal = new Store<Entry[]>([])
  /** What went wrong with the last thing that the user asked for. */
  readonly problem = new Store<Says | null>(null)
  /** Whether the claim page covers the screen: it stays a moment longer than its sheet. */
  readonly claiming = new Store(false)
  readonly frames = new Store<ReadonlyMap<string, AppFrame>>(new Map())
  readonly film = new Film(this)
  readonly admin: Admin
  readonly link: Link
  /** How large the phone's screen is, in the environment's keys. */
  sizes: Params = {}
  /** Loads this page anew; nothing where another page decides that, as around a performance. */
  renew: () => void = () => {}
  /** Whether the page has let go of a frame: what ran there may still hold the process of all frames. */
  #letGo = false
  /** World time minus our own, in milliseconds. */
  #clockShift = 0

  /** `phone`: whose page this is; the first of the world if there is none. */
  constructor(readonly token: string, link?: Link, phone: string | null = null) {
    this.admin = new Admin(token, phone)
    this.link = link ?? new Link(token, () => new WebSocket(`ws://${location.host}/_wxemu/ws`), realTimers, phone)
    this.link.on('Phone.state', (state: PhoneState) => this.#show(state))
    this.link.on('Journal.entries', ({ entries }: { entries: Entry[] }) => this.#add(entries))
    this.link.state.watch((state) => {
      if (state === 'replaced' || state === 'refused' || state === 'over') this.#keepFrames([])
    })
  }

  /** World time in milliseconds. */
  now(): number {
    const clock = this.phone.value?.clock
    if (!clock) return Date.now()
    return clock.frozen ? clock.now : Date.now() + this.#clockShift
  }

  /** Does something on the phone, such as `Phone.back`. A failure is shown, never thrown. */
  act(method: string, params: object = {}): Promise<boolean> {
    return this.#shown(this.link.request(method, params))
  }

  /** True if this answer was the first. */
  async answer(sheet: Sheet, answer: Answer): Promise<boolean> {
    let accepted = false
    const request = this.link.request<{ accepted: boolean }>('Sheet.answer', { sheet: sheet.id, answer })
    await this.#shown(request.then((result) => void (accepted = result.accepted)))
    return accepted
  }

  /** Changes the world by the admin API. A failure is shown, never thrown. */
  change(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<boolean> {
    return this.#shown(this.admin.send(method, path, body))
  }

  /** Opens the page of another phone of this world, a new one with its own user if there is none yet. */
  async openOther(): Promise<void> {
    const window = open('about:blank')
    await this.#shown((async () => {
      const { phones } = await this.admin.get<{ phones: { phone: string }[] }>('phones')
      const other = phones.find(({ phone }) => phone !== this.phone.value?.phone) ?? await this.admin.send<{ phone: string }>('POST', 'phones', {})
      if (window) window.location.href = `/?phone=${other.phone}#k=${this.token}`
    })())
  }

  /** How the call that is under way ends: true for ok. `kind` is such as `wx.addCard`; it ends after row `after`. */
  outcomeOf(kind: string, instance: string, after: number): Promise<boolean> {
    const ended = (entries: Entry[]) =>
      entries.findLast((one) => one.seq > after && one.kind === kind && one.phase === 'end' && one.instance === instance)
    const already = ended(this.journal.value)
    if (already) return Promise.resolve(already.ok)
    return new Promise((resolve) => {
      const stop = this.journal.watch((entries) => {
        const end = ended(entries)
        if (!end) return
        stop()
        resolve(end.ok)
      })
    })
  }

  /** Shows what went wrong: our own words in both languages, the server's and the browser's as they are. */
  complain(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error)
    this.refuse(error instanceof LinkDown ? both('ui.link.down') : { zh: words, en: words })
  }

  /** Shows why something is not done. */
  refuse(says: Says): void { this.problem.set(says) }

  /** Enters as the page's address says. */
  enterOnce({ appId, entry }: NonNullable<ReturnType<typeof fromAddress>>): void {
    this.once('Phone.openApp', (state) => openParams(appId ?? state.recent[0]?.appId ?? '', entry))
  }

  /** Does something as soon as the phone is there. */
  once(method: string, params: (state: PhoneState) => Params): void {
    const stop = this.phone.watch((state) => {
      if (!state) return
      stop()
      void this.#shown((async () => this.link.request(method, params(state)))())
    })
  }

  resize(sizes: Params): void {
    this.sizes = { ...this.sizes, ...sizes }
    for (const frame of this.frames.value.values()) frame.resize(sizes)
  }

  async #shown(work: Promise<unknown>): Promise<boolean> {
    try {
      await work
      this.problem.set(null)
      return true
    } catch (error) {
      this.complain(error)
      return false
    }
  }

  #show(state: PhoneState): void {
    this.#clockShift = state.clock.now - Date.now()
    const stuck = [...this.frames.value.values()].some(
      ({ life, instance }) => life.value === 'hung' && !state.apps.some((app) => app.instance === instance))
    this.#keepFrames(state.apps)
    this.phone.set(state)
    // A loop without end outlives its frame, and no frame after it would start: loading the page anew is what ends it.
    if (stuck) this.renew()
  }

  #keepFrames(apps: { instance: string; appId: string }[]): void {
    const wanted = new Set(apps.map((app) => app.instance))
    const kept = new Map([...this.frames.value].filter(([instance]) => wanted.has(instance)))
    for (const [instance, frame] of this.frames.value) {
      if (wanted.has(instance)) continue
      this.#letGo = true
      frame.end()
    }
    for (const { instance, appId } of apps) {
      if (!kept.has(instance)) {
        const frame = new AppFrame(instance, appId, this.link.relay, this.admin, () => this.sizes)
        frame.life.watch((life) => { if (life === 'hung') this.#hung(frame) })
        kept.set(instance, frame)
      }
    }
    this.frames.set(kept)
  }

  /** All frames hang with the one that does: said once, of the app in front. */
  #hung(frame: AppFrame): void {
    const { instance } = frame
    if (!frame.ran && this.#letGo) this.renew()
    else if (this.phone.value?.apps.some((app) => app.shown && app.instance === instance)) this.link.notify('App.hung', { instance })
  }

  #add(entries: Entry[]): void {
    const last = this.journal.value.at(-1)?.seq ?? 0
    const fresh = entries.filter((entry) => entry.seq > last)
    if (fresh.length === 0) return
    const reset = fresh.findLastIndex((entry) => entry.kind === 'world.reset')
    const all = reset < 0 ? [...this.journal.value, ...fresh] : fresh.slice(reset)
    this.journal.set(all.slice(-LONGEST_JOURNAL))
  }
}
