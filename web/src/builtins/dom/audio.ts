/** The browser's player behind an audio. */
import type { Builtin } from '../define.ts'

function audio(this: Builtin, host: HTMLElement): void {
  const face = host.querySelector('audio')!
  this.configure = () => {
    const url = this.data.src ? this.services.asset(this.data.src, this._$) : ''
    if (face.getAttribute('src') !== url) {
      if (url) face.src = url
      else face.removeAttribute('src')
    }
    face.loop = this.data.loop
  }
  for (const type of ['play', 'pause', 'ended'] as const) {
    face.addEventListener(type, event => {
      event.stopPropagation()
      // The browser says that it pauses where a sound has come to its end.
      if (type !== 'pause' || !face.ended) this.tell(type)
    })
  }
  face.addEventListener('timeupdate', () => this.tell('timeupdate', { currentTime: face.currentTime, duration: face.duration || 0 }))
  face.addEventListener('error', event => {
    event.stopPropagation()
    this.tell('error', { errMsg: `MEDIA_ERR_${face.error?.code ?? ''}` })
  })
  const commands: Record<string, (value: unknown) => unknown> = {
    // A browser may refuse to play before the user has touched the page.
    play: () => face.play().catch(() => this.tell('pause')), pause: () => face.pause(), seek: at => { face.currentTime = Number(at) || 0 },
  }
  this.player = (name: string, value: unknown) => void commands[name]?.(value)
  this.configure()
}

export const audioHooks = { audio }
