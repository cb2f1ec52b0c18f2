/** audio: out of use at WeChat since 1.6.0, and still written. https://developers.weixin.qq.com/miniprogram/dev/component/audio.html */
import { define } from './define.ts'

const clock = (seconds: number) => [seconds / 60, seconds % 60].map(part => String(Math.floor(part)).padStart(2, '0')).join(':')

export const audios = {
  audio: define({
    wxml: '<h-audio class="audio-face"/><h-div class="audio" wx:if="{{controls}}">' +
      '<h-div class="audio-poster" bind:tap="toggle"><h-img class="audio-picture" alt="" wx:if="{{picture}}" src="{{picture}}"/><h-i class="audio-sign {{playing ? \'audio-playing\' : \'\'}}"/></h-div>' +
      '<h-div class="audio-words"><h-div class="audio-name">{{name}}</h-div><h-div class="audio-author">{{author}}</h-div></h-div>' +
      '<h-div class="audio-time">{{time}}</h-div></h-div>',
    properties: {
      src: String, loop: Boolean, controls: Boolean, poster: String,
      name: { type: String, value: '未知音频' }, author: { type: String, value: '未知作者' },
    },
    data: { playing: false, picture: '', time: '00:00' },
    observers: {
      'src, loop'() { this.configure?.() },
      poster(poster: string) { this.setData({ picture: poster ? this.services.asset(poster, this._$) : '' }) },
    },
    methods: {
      toggle() { this.command(this.data.playing ? 'pause' : 'play') },
      /** A method of AudioContext. */
      command(name: string, value?: unknown) {
        if (name === 'setSrc') this.setData({ src: String(value) })
        else if (this.player) this.player(name, value)
        else if (name === 'play' || name === 'pause') this.tell(name)
      },
      /** What the player does is shown, and told. */
      tell(event: string, detail: Record<string, unknown> = {}) {
        if (event === 'timeupdate') this.setData({ time: clock(Number(detail.currentTime)) })
        else this.setData({ playing: event === 'play' })
        this.triggerEvent(event, detail)
      },
    },
  }),
}
