/** Moving a swiper's slides: by finger or mouse, and to the slide the component shows. */
import type { Builtin } from '../define.ts'
import { slidesOf } from '../swiper.ts'
import { isStill, onDrag } from './drag.ts'

const EASING: Record<string, (t: number) => number> = {
  default: t => 1 - (1 - t) ** 3, linear: t => t, easeInCubic: t => t ** 3, easeOutCubic: t => 1 - (1 - t) ** 3,
  easeInOutCubic: t => (t < .5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2),
}

/** How far slide `index` stands from the view's start, in slides; circular ones come round on the nearer side. */
function distance(swiper: Builtin, index: number, position: number): number {
  const { count, circular, displayMultipleItems: many } = swiper.data
  const straight = index - position
  if (!circular || count < 2) return straight
  const middle = (many - 1) / 2
  return ((((straight - middle + count / 2) % count) + count) % count) - count / 2 + middle
}

class Track {
  private position = 0
  private frame = 0

  constructor(private swiper: Builtin, private view: HTMLElement) {}

  /** Puts every slide where it belongs for the given position. */
  place(position = this.position): void {
    this.position = position
    const { vertical, displayMultipleItems: many } = this.swiper.data
    slidesOf(this.swiper).forEach((slide, index) => {
      const host = (slide._$ as any).$$ as HTMLElement
      const part = `${100 / Math.max(1, many)}%`
      Object.assign(host.style, vertical ? { height: part, width: '100%' } : { width: part, height: '100%' })
      const offset = `${distance(this.swiper, index, position) * 100}%`
      host.style.transform = vertical ? `translate(0, ${offset})` : `translate(${offset}, 0)`
    })
  }

  /** Slides to a slide over the swiper's duration. */
  slideTo(index: number, animated: boolean): void {
    cancelAnimationFrame(this.frame)
    const from = this.position
    const to = from + distance(this.swiper, index, from)
    const span = animated && !isStill() ? this.swiper.data.duration : 0
    const ease = EASING[this.swiper.data.easingFunction] ?? EASING.default!
    const begin = performance.now()
    const step = (now: number) => {
      const t = span ? Math.min(1, Math.max(0, (now - begin) / span)) : 1
      this.place(t < 1 ? from + (to - from) * ease(t) : index)
      if (t < 1) this.frame = requestAnimationFrame(step)
    }
    if (span) this.frame = requestAnimationFrame(step)
    else this.place(index)
  }

  /** The finger has moved by `offset` px since the drag began at `start`. */
  drag(start: number, offset: number): void {
    cancelAnimationFrame(this.frame)
    const { count, circular, displayMultipleItems: many } = this.swiper.data
    let position = start - offset / this.size()
    const end = Math.max(0, count - many)
    if (!circular && position < 0) position /= 3
    if (!circular && position > end) position = end + (position - end) / 3
    this.place(position)
    const key = this.swiper.data.vertical ? 'dy' : 'dx'
    this.swiper.triggerEvent('transition', { dx: 0, dy: 0, [key]: -offset })
  }

  /** The length of one slide in px. */
  size(): number {
    const { vertical, displayMultipleItems: many } = this.swiper.data
    return Math.max(1, (vertical ? this.view.clientHeight : this.view.clientWidth) / Math.max(1, many))
  }

  get at(): number { return this.position }
}

function swiper(this: Builtin, host: HTMLElement): void {
  const view = host.querySelector<HTMLElement>('.wx--swiper-view')!
  const track = new Track(this, view)
  this.place = () => track.place(this.data.shown)
  this.slide = (index: number, animated: boolean) => track.slideTo(index, animated)
  this.place()
  const axisOf = (): 'x' | 'y' => (this.data.vertical ? 'y' : 'x')
  let start = 0
  onDrag(host, {
    get axis() { return axisOf() },
    start: () => {
      start = track.at
      return !this.data.disableTouch && this.data.count > 0
    },
    move: (dx, dy) => {
      this.schedule(true)
      track.drag(start, this.data.vertical ? dy : dx)
    },
    end: (dx, dy, speedX, speedY) => {
      const [offset, speed] = this.data.vertical ? [dy, speedY] : [dx, speedX]
      const from = this.data.shown
      const flick = Math.abs(speed) > .3 ? -Math.sign(speed) : 0
      const moved = -offset / track.size()
      this.userSwipe(from + (Math.abs(moved) > .5 ? Math.round(moved) : flick))
    },
  })
}

export const swiperHooks = { swiper }
