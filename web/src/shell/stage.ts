/** The door by which a performance drives this page; docs/protocol.md section 11. Only the page around it opens it. */
import type { Place } from '../runtime/drive.ts'
import type { AppFrame } from './frames.ts'
import type { Session } from './session.ts'
import { stillOf, type Still } from './still.ts'
import type { Store } from './store.ts'
import type { Answer, Entry, Params, Sheet } from './wire.ts'

/** A sheet is drawn within this time, in milliseconds. */
const DRAWN_WITHIN = 3_000

const ANSWERS: Record<string, string> = {
  confirm: '[data-testid="claim-button"], [data-testid="sheet-confirm"]',
  cancel: '[data-testid="sheet-cancel"], [data-testid="sheet-back"]',
}

/** What the phone has a button or a gesture for. */
export interface Touch {
  place: Place
  /** A swipe goes from the left edge to the right. */
  swipe: boolean
  /** Does it; only for buttons that need nothing said by hand. */
  press: (() => void) | null
}

export class Stage {
  #passed = 0
  #states = 0
  /** What was asked while the line was down. */
  #kept: Promise<unknown>[] = []

  constructor(private readonly session: Session) {
    session.phone.watch(() => {
      this.#states += 1
    })
  }

  /** Once the phone is there. */
  ready(): Promise<void> { return until(this.session.phone, (state) => state !== null) }

  get entries(): readonly Entry[] { return this.session.journal.value }

  watch(listener: (entries: Entry[]) => void): void { this.session.journal.watch(listener) }

  drive(instance: string, command: Params): Promise<unknown> { return this.#frame(instance).drive(command) }

  /**
   * A request of the page, by the button that a user has for it where there is one. While the line is down it is the
   * line's return that tells whether it was refused.
   */
  async say(method: string, params: Params): Promise<void> {
    const { link } = this.session
    const touch = await this.touch(method, params)
    if (touch?.press) return touch.press()
    const asked = link.request(method, params)
    if (link.state.value === 'open') return void (await asked)
    asked.catch(() => {})
    this.#kept.push(asked)
  }

  /** Where a user would touch the screen for this request; null where there is no such place. */
  async touch(method: string, params: Params): Promise<Touch | null> {
    if (method === 'Sheet.answer') return this.#button(params as { sheet: string; answer: Answer })
    if (method === 'Phone.closeApp') return touchOf(document.querySelector<HTMLElement>('[data-testid="capsule-close"]'))
    if (method === 'Phone.home') return touchOf(document.querySelector<HTMLElement>('[data-testid="home-gesture"]'), false)
    if (method === 'Phone.claim') return touchOf(document.querySelector<HTMLElement>('[data-testid="offer-claim"]'))
    if (method !== 'Phone.back') return null
    const { left, top, width, height } = this.screen()
    return { place: { left, top: top + height / 2, width: width * 0.7, height: 0 }, swipe: true, press: null }
  }

  /** Where the command would act, in this page's pixels. */
  async place(instance: string, command: Params): Promise<Place | null> {
    const frame = this.#frame(instance)
    const inner = await frame.place(command)
    const outer = frame.element?.getBoundingClientRect()
    if (!inner || !outer || !frame.element) return null
    const scale = outer.width / (frame.element.clientWidth || outer.width)
    return { left: outer.left + inner.left * scale, top: outer.top + inner.top * scale, width: inner.width * scale, height: inner.height * scale }
  }

  screen(): Place {
    const { left, top, width, height } = (document.querySelector('.phone-screen') ?? document.body).getBoundingClientRect()
    return { left, top, width, height }
  }

  async line(up: boolean): Promise<void> {
    const { link } = this.session
    if (!up) return link.drop()
    link.start()
    await until(link.state, (state) => state === 'open')
    await Promise.all(this.#kept.splice(0))
  }

  /** Lets happen what is due now, or at `now`: no clock comes over a line that is down. `moved`: so many messages have passed since the last time; `deadline`: the apps' next timer. */
  async settle(now?: number): Promise<{ moved: number; deadline: number | null }> {
    const { link, frames } = this.session
    const deadlines = await Promise.all([...frames.value.values()].map((frame) => frame.settle(now)))
    // What was said before this has been heard, and what was heard has been handed on.
    if (link.state.value === 'open') await link.request('Shell.ping')
    const { passed } = link.relay
    const moved = passed - this.#passed + this.#states
    this.#passed = passed
    this.#states = 0
    const due = deadlines.filter((one) => one !== null)
    return { moved, deadline: due.length ? Math.min(...due) : null }
  }

  still(): Promise<Still | null> { return stillOf(this.session) }

  #frame(instance: string): AppFrame {
    const frame = this.session.frames.value.get(instance)
    if (!frame) throw new Error('the mini-program is not running')
    return frame
  }

  /** The sheet's own button, once it is drawn; null for an answer that is more than a press. */
  async #button({ sheet, answer }: { sheet: string; answer: Answer }): Promise<Touch | null> {
    const selector = Object.keys(answer).length === 1 ? ANSWERS[answer.action] : undefined
    const open = this.session.phone.value?.sheet
    if (!selector || open?.id !== sheet) return null
    const dialog = await this.#drawn(open)
    return touchOf(dialog?.querySelector<HTMLElement>(selector) ?? null)
  }

  async #drawn({ kind, id }: Sheet): Promise<Element | null> {
    const until = performance.now() + DRAWN_WITHIN
    const find = () => [...document.querySelectorAll(`.cover:not(.leaving) [data-testid="sheet-${kind}"], [data-testid="sheet-${kind}"]:not(.leaving)`)].at(-1)
    while (!find() && performance.now() < until && this.session.phone.value?.sheet?.id === id) {
      await new Promise((resolve) => { setTimeout(resolve, 0) })
    }
    return find() ?? null
  }
}

function until<T>(store: Store<T>, wanted: (value: T) => boolean): Promise<void> {
  if (wanted(store.value)) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = store.watch((value) => {
      if (!wanted(value)) return
      stop()
      resolve()
    })
  })
}

function touchOf(element: HTMLElement | null, presses = true): Touch | null {
  if (!element) return null
  const { left, top, width, height } = element.getBoundingClientRect()
  const dead = element instanceof HTMLButtonElement && element.disabled
  return { place: { left, top, width, height }, swipe: false, press: presses && !dead ? () => element.click() : null }
}
