/** video: the browser's own player; in V8 only its events. https://developers.weixin.qq.com/miniprogram/dev/component/video.html */
import { define } from './define.ts'

export const videos = {
  video: define({
    wxml: '<h-video class="video-face" playsinline/><h-div class="video-over"><slot/></h-div>',
    properties: {
      src: String, duration: Number, controls: { type: Boolean, value: true }, danmuList: null, danmuBtn: Boolean, enableDanmu: Boolean,
      autoplay: Boolean, loop: Boolean, muted: Boolean, initialTime: Number, direction: Number, showProgress: { type: Boolean, value: true },
      showFullscreenBtn: { type: Boolean, value: true }, showPlayBtn: { type: Boolean, value: true }, showCenterPlayBtn: { type: Boolean, value: true },
      enableProgressGesture: { type: Boolean, value: true }, objectFit: { type: String, value: 'contain' }, poster: String, showMuteBtn: Boolean,
      title: String, playBtnPosition: String, enablePlayGesture: Boolean, autoPauseIfNavigate: null, autoPauseIfOpenNative: null,
      vslideGesture: Boolean, vslideGestureInFullscreen: null, pictureInPictureMode: null, showCastingButton: Boolean,
    },
    observers: { 'src, poster, controls, autoplay, loop, muted, objectFit'() { this.configure?.() } },
    methods: {
      viewContext() { return (this.context ??= contextOf((name, ...args) => this.command(name, ...args))) },
      /** A method of VideoContext. */
      command(name: string, ...args: unknown[]) {
        if (this.player) return this.player(name, ...args)
        if (name === 'play') this.triggerEvent('play', {})
        if (name === 'pause' || name === 'stop') this.triggerEvent('pause', {})
        return undefined
      },
    },
  }),
}

const COMMANDS = ['play', 'pause', 'stop', 'seek', 'sendDanmu', 'playbackRate', 'requestFullScreen', 'exitFullScreen', 'showStatusBar', 'hideStatusBar',
  'exitPictureInPicture', 'requestBackgroundPlayback', 'exitBackgroundPlayback', 'startCasting', 'exitCasting', 'reconnectCasting', 'switchCasting']

/** https://developers.weixin.qq.com/miniprogram/dev/api/media/video/VideoContext.html */
export function contextOf(command: (name: string, ...args: unknown[]) => void): Record<string, (...args: unknown[]) => void> {
  return Object.fromEntries(COMMANDS.map(name => [name, (...args: unknown[]) => command(name, ...args)]))
}
