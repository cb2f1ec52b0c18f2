/** The page views: which one is seen and how they slide over one another. */
import { isStill, onDrag } from '../builtins/dom/drag.ts'
import type { Transition } from '../runtime/types.ts'
import type { PageView } from './page-view.ts'


const TIME = 300
const EDGE = 24
const NOTHING = () => {}

/** Where two pages stand when the front one is `part` (0 to 1) in place. */
const places = (part: number) => [`translateX(${(1 - part) * 100}%)`, `translateX(${-part * 33}%)`] as const

/** Puts a view over its siblings without moving it in the document, which would reset what it has scrolled. */
function raise(view: PageView): void {
  for (const other of view.element.parentElement?.children ?? []) if (other instanceof HTMLElement) other.style.zIndex = ''
  view.element.style.zIndex = '1'
}

export class Pages {
  private shown: PageView | null = null
  private moving: Animation[] = []
  /** The view that is sliding out of sight. */
  private leaving: PageView | null = null
  private slid = false
  /** What is left to do once the pages are where they go. */
  private arrive = NOTHING

  /** `under` gives the page an edge swipe would uncover; `back` goes there, or closes what lies over the page where something is `covered`. */
  constructor(private readonly area: HTMLElement, private readonly under: () => PageView | null, private readonly back: () => void, covered: () => boolean) {
    this.listenToEdge(covered)
  }

  get visible(): PageView | null { return this.shown }

  /** Brings a view to the front. The one before it is hidden, or removed where it was closed. */
  show(view: PageView, move: Transition): void {
    const before = this.shown
    if (before === view) return
    this.finish()
    this.shown = view
    view.setVisible(true)
    if (!before) return
    const still = move === 'none' || this.slid || isStill()
    this.slid = false
    if (still) return this.settle(before)
    this.leaving = before
    const [front, back] = move === 'push' ? [view, before] : [before, view]
    const arrive = this.arrive = () => {
      this.arrive = NOTHING
      this.settle(before)
    }
    void this.slide(front, back, move === 'push' ? 0 : 1, move === 'push' ? 1 : 0).then(() => { if (this.arrive === arrive) arrive() })
  }

  /** A closed view goes away: at once, or when another has taken its place. */
  close(view: PageView): void {
    view.closed = true
    if (view !== this.shown && view !== this.leaving) view.remove()
  }

  private settle(view: PageView): void {
    if (view === this.leaving) this.leaving = null
    if (view === this.shown) return
    if (view.closed) view.remove()
    else view.setVisible(false)
  }

  /** Moves the front page from one part in place to another, the page behind it a third of the way along. */
  private async slide(front: PageView, back: PageView, from: number, to: number): Promise<void> {
    raise(front)
    const options: KeyframeAnimationOptions = { duration: Math.max(80, TIME * Math.abs(to - from)), easing: 'ease-out' }
    const [start, end] = [places(from), places(to)]
    this.moving = [front, back].map((view, index) => view.element.animate([{ transform: start[index] }, { transform: end[index] }], options))
    const mine = this.moving
    await Promise.allSettled(mine.map(animation => animation.finished))
    if (this.moving === mine) this.moving = []
  }

  /** What slides is where it goes. */
  finish(): void {
    for (const animation of this.moving) animation.finish()
    this.moving = []
    this.arrive()
  }

  private listenToEdge(covered: () => boolean): void {
    onDrag(this.area, {
      axis: 'x',
      start: event => event.clientX <= EDGE && covered(),
      move: () => {},
      end: (dx, _dy, speed) => { if (dx > this.area.clientWidth / 4 || speed > .4) this.back() },
    })
    let below: PageView | null = null
    const stand = (part: number) => [this.shown!, below!].forEach((view, index) => { view.element.style.transform = places(part)[index]! })
    const release = () => [this.shown, below].forEach(view => view?.element.style.removeProperty('transform'))
    onDrag(this.area, {
      axis: 'x',
      start: event => {
        below = event.clientX <= EDGE && !covered() && !this.moving.length ? this.under() : null
        return below !== null
      },
      move: dx => {
        below!.setVisible(true)
        raise(this.shown!)
        stand(1 - Math.max(0, dx) / this.area.clientWidth)
      },
      end: (dx, _dy, speed) => {
        const part = 1 - Math.max(0, dx) / this.area.clientWidth
        const leaves = part < .5 || speed > .4
        const [front, under] = [this.shown!, below!]
        release()
        void this.slide(front, under, part, leaves ? 0 : 1).then(() => {
          if (!leaves) return under.setVisible(false)
          this.slid = true
          this.back()
        })
      },
    })
  }
}
