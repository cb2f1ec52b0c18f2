/** Films and sound. https://developers.weixin.qq.com/miniprogram/dev/api/media/audio/InnerAudioContext.html In V8 sound plays on the app's clock, without a length. */
import { contextOf } from '../../builtins/video.ts'
import type { Json } from '../types.ts'
import { builtinNamed } from '../view/nodes.ts'
import type { Family, Local, WxNeeds } from './needs.ts'

const EVENTS = ['Canplay', 'Play', 'Pause', 'Stop', 'Ended', 'TimeUpdate', 'Error', 'Waiting', 'Seeking', 'Seeked', 'Prev', 'Next']

/** Media events of the browser's by our names. */
const NATIVE: Record<string, string> = {
  canplay: 'Canplay', playing: 'Play', ended: 'Ended', timeupdate: 'TimeUpdate', waiting: 'Waiting', seeking: 'Seeking', seeked: 'Seeked',
}

export function mediaCalls(needs: WxNeeds): Family {
  let background: Json | null = null
  const inBackground = () => (background ??= audio(needs, true))
  const films = (id: string, component?: any) => {
    const found = () => builtinNamed(component ?? needs.currentPage()?.page, 'video', id)
    return contextOf((name, ...args) => found()?.command(name, ...args))
  }
  return {
    direct: {
      createVideoContext: films,
      createInnerAudioContext: () => audio(needs, false),
      createAudioContext: (id: string, component?: any) => {
        const command = (name: string) => (value?: unknown) => builtinNamed(component ?? needs.currentPage()?.page, 'audio', id)?.command(name, value)
        return Object.fromEntries(['setSrc', 'play', 'pause', 'seek'].map(name => [name, command(name)]))
      },
      createWebAudioContext: () => ({ createGain: () => ({ gain: {}, connect() {} }), destination: {}, close: () => Promise.resolve() }),
      getBackgroundAudioManager: inBackground,
      getRecorderManager: () => recorder(needs),
      onBackgroundAudioPlay: (run: () => void) => inBackground().onPlay(run), onBackgroundAudioPause: (run: () => void) => inBackground().onPause(run),
      onBackgroundAudioStop: (run: () => void) => inBackground().onStop(run),
    },
    local: {
      getBackgroundAudioPlayerState: () => ({ status: !background?.src ? 2 : background.paused ? 0 : 1, duration: background?.duration ?? 0, currentPosition: background?.currentTime ?? 0, dataUrl: background?.src ?? '' }),
      playBackgroundAudio({ dataUrl }) { const player = inBackground(); if (dataUrl) player.src = dataUrl; player.play() },
      pauseBackgroundAudio() { background?.pause() },
      stopBackgroundAudio() { background?.stop() },
      seekBackgroundAudio({ position }) { background?.seek(position) },
      setInnerAudioOption: () => {},
      ...voices(needs),
      getAvailableAudioSources: () => ({ audioSources: ['auto', 'mic'] }),
    },
  }
}

/** Records and plays as the first base libraries did. https://developers.weixin.qq.com/miniprogram/dev/api/media/audio/wx.playVoice.html */
function voices(needs: WxNeeds): Record<string, Local> {
  let playing: { player: Json; ended(): void } | null = null
  let stopRecording: (() => void) | null = null
  const stop = () => {
    playing?.player.stop()
    playing?.ended()
  }
  return {
    playVoice({ filePath, duration = 60 }) {
      if (playing?.player.src === filePath) return void playing?.player.play()
      stop()
      return new Promise<void>(done => {
        const player = audio(needs, false)
        const limit = needs.clock.setTimeout(stop, duration * 1000)
        playing = { player, ended() { needs.clock.clearTimeout(limit); playing = null; done() } }
        player.onEnded(playing.ended)
        player.onError(playing.ended)
        player.src = filePath
        player.play()
      })
    },
    pauseVoice() { playing?.player.pause() },
    stopVoice: stop,
    startRecord: () => new Promise<Json>(done => {
      stopRecording?.()
      const limit = needs.clock.setTimeout(() => stopRecording?.(), 60_000)
      stopRecording = () => {
        needs.clock.clearTimeout(limit)
        stopRecording = null
        done({ tempFilePath: needs.files.keep(new Uint8Array(), 'audio/silk') })
      }
    }),
    stopRecord() { stopRecording?.() },
  }
}

/** `background`: plays as soon as it has a source. */
function audio(needs: WxNeeds, background: boolean): Json {
  const listeners = new Map<string, Set<(value?: unknown) => void>>(EVENTS.map(name => [name, new Set()]))
  const tell = (name: string, value?: unknown) => {
    for (const run of listeners.get(name)!) {
      try {
        run(value)
      } catch (error) {
        needs.fault(error, `InnerAudioContext.on${name}`)
      }
    }
  }
  const Native = (globalThis as any).Audio
  const player: any = Native ? new Native() : silent(needs, tell)
  if (Native) {
    for (const [type, name] of Object.entries(NATIVE)) player.addEventListener(type, () => tell(name))
    player.addEventListener('error', () => player.src && tell('Error', { errCode: 10_001, errMsg: 'system error' }))
  }
  let source = ''
  // A browser may refuse to play before the user has touched the page.
  const start = () => void Promise.resolve(player.play()).catch(error => tell('Error', { errCode: 10_001, errMsg: String(error?.message ?? error) }))
  const made: Json = {
    play: start,
    pause() { player.pause(); tell('Pause') },
    stop() { player.pause(); player.currentTime = 0; tell('Stop') },
    seek(position: number) { player.currentTime = Number(position) || 0 },
    destroy() { player.pause(); for (const set of listeners.values()) set.clear() },
    startTime: 0, obeyMuteSwitch: true, referrerPolicy: 'no-referrer', title: '', epname: '', singer: '', coverImgUrl: '', webUrl: '', protocol: 'http',
  }
  for (const name of EVENTS) {
    made[`on${name}`] = (run: () => void) => void listeners.get(name)!.add(run)
    made[`off${name}`] = (run?: () => void) => (run ? void listeners.get(name)!.delete(run) : listeners.get(name)!.clear())
  }
  for (const name of ['autoplay', 'loop', 'volume', 'playbackRate']) Object.defineProperty(made, name, { get: () => player[name], set: value => { player[name] = value }, enumerable: true })
  for (const name of ['duration', 'currentTime', 'paused']) Object.defineProperty(made, name, { get: () => player[name] || (name === 'paused' ? player.paused : 0), enumerable: true })
  Object.defineProperty(made, 'buffered', { get: () => 0, enumerable: true })
  return Object.defineProperty(made, 'src', {
    enumerable: true, get: () => source,
    set(value: string) {
      source = String(value ?? '')
      player.src = needs.asset(source)
      if (source && (background || player.autoplay)) start()
    },
  })
}

/** Stands for a player where there is none: it starts, and never ends. */
function silent(needs: WxNeeds, tell: (name: string) => void): Json {
  return {
    src: '', paused: true, currentTime: 0, duration: 0, autoplay: false, loop: false, volume: 1, playbackRate: 1,
    play(this: Json) { this.paused = false; needs.clock.setTimeout(() => { tell('Canplay'); tell('Play') }, 0) },
    pause(this: Json) { this.paused = true },
  }
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/media/recorder/RecorderManager.html Nothing is heard: the file is empty. */
function recorder(needs: WxNeeds): Json {
  const heard: Record<string, (value?: unknown) => void> = {}
  let since = 0
  const tell = (name: string, value?: unknown) => needs.clock.setTimeout(() => heard[name]?.(value), 0)
  const made: Json = {
    start() { since = needs.clock.now(); tell('Start') },
    pause() { tell('Pause') },
    resume() { tell('Resume') },
    stop() { tell('Stop', { tempFilePath: needs.files.keep(new Uint8Array(), 'audio/mpeg'), duration: needs.clock.now() - since, fileSize: 0 }) },
  }
  for (const name of ['Start', 'Pause', 'Resume', 'Stop', 'FrameRecorded', 'Error', 'InterruptionBegin', 'InterruptionEnd']) made[`on${name}`] = (run: () => void) => { heard[name] = run }
  return made
}
