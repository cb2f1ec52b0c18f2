/** The phones on the page: one in sight, and at times the next one, being made ready behind it. */
import type { Stage } from '../shell/stage.ts'

export class Phones {
  readonly box = document.createElement('div')
  #coming: HTMLIFrameElement | null = null

  constructor() {
    this.box.className = 'phones-box'
    // A field of the app that takes the focus would take the presenter's keys with it.
    addEventListener('blur', () => setTimeout(() => {
      const { activeElement } = document
      if (activeElement instanceof HTMLIFrameElement && activeElement.inert) activeElement.blur()
    }))
  }

  /** A new phone out of sight, once its page has loaded. */
  mount(address: string, title: string): Promise<Stage> {
    this.#coming?.remove()
    const frame = document.createElement('iframe')
    this.#coming = frame
    frame.className = 'coming'
    frame.title = title
    frame.inert = true
    frame.src = address
    return new Promise((resolve) => {
      frame.addEventListener('load', () => {
        frame.contentDocument?.documentElement.classList.add('performing')
        resolve((frame.contentWindow as unknown as { wxemuStage: Stage }).wxemuStage)
      }, { once: true })
      this.box.append(frame)
    })
  }

  /** The new phone takes the place of the one before. */
  reveal(): void {
    if (!this.#coming) return
    this.#coming.className = 'here'
    for (const frame of this.box.querySelectorAll('iframe')) if (frame !== this.#coming) frame.remove()
    this.#coming = null
  }

  /** Whether who looks on may touch the phone. */
  set touchable(may: boolean) {
    for (const frame of this.box.querySelectorAll('iframe')) {
      frame.inert = !may
      frame.contentDocument?.documentElement.classList.toggle('performing', !may)
    }
  }
}
