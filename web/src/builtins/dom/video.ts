/** The browser's player behind a video. */
import type { Builtin } from '../define.ts'

const EVENTS = ['play', 'pause', 'ended', 'waiting', 'seeked'] as const

function video(this: Builtin, host: HTMLElement): void {
  const face = host.querySelector('video')!
  this.configure = () => {
    const { src, poster, controls, autoplay, loop, muted, objectFit } = this.data
    const url = src ? this.services.asset(src, this._$) : ''
    if (face.getAttribute('src') !== url) {
      if (url) face.src = url
      else face.removeAttribute('src')
    }
    face.poster = poster ? this.services.asset(poster, this._$) : ''
    Object.assign(face, { controls, autoplay, loop, muted })
    face.style.objectFit = objectFit
  }
  for (const type of EVENTS) face.addEventListener(type, event => { event.stopPropagation(); this.triggerEvent(type === 'seeked' ? 'seekcomplete' : type, { position: face.currentTime }) })
  face.addEventListener('timeupdate', () => this.triggerEvent('timeupdate', { currentTime: face.currentTime, duration: face.duration || 0 }))
  face.addEventListener('progress', () => this.triggerEvent('progress', { buffered: buffered(face) }))
  face.addEventListener('loadedmetadata', () => {
    if (this.data.initialTime) face.currentTime = this.data.initialTime
    this.triggerEvent('loadedmetadata', { width: face.videoWidth, height: face.videoHeight, duration: face.duration })
  })
  face.addEventListener('error', event => { event.stopPropagation(); this.triggerEvent('error', { errMsg: `MEDIA_ERR ${face.error?.code ?? ''}` }) })
  face.addEventListener('fullscreenchange', () => this.triggerEvent('fullscreenchange', { fullScreen: document.fullscreenElement === face, direction: 'vertical' }))
  const commands: Record<string, (value: any) => unknown> = {
    // A browser may refuse to play before the user has touched the page: then the film stands, as on a phone.
    play: () => face.play().catch(() => this.triggerEvent('pause', {})), pause: () => face.pause(), seek: at => { face.currentTime = Number(at) || 0 },
    stop: () => { face.pause(); face.currentTime = 0 }, playbackRate: rate => { face.playbackRate = Number(rate) || 1 },
    requestFullScreen: () => face.requestFullscreen?.(), exitFullScreen: () => document.exitFullscreen?.(),
  }
  this.player = (name: string, value: unknown) => void commands[name]?.(value)
  this.configure()
}

function buffered(face: HTMLVideoElement): number {
  return face.buffered.length && face.duration ? (face.buffered.end(face.buffered.length - 1) / face.duration) * 100 : 0
}

export const videoHooks = { video }
