/** audio and open-data, without a browser. */
import { expect, test } from 'vitest'
import { project, Rig } from './runtime-rig.ts'

// https://developers.weixin.qq.com/miniprogram/dev/component/audio.html
test('an audio is played by its context and by the user, and tells it', () => {
  const rig = new Rig(project({ a: ['<audio id="x" src="{{src}}" controls name="歌" bindplay="told" bindpause="told"/>',
    'Page({ data: { src: "/a.mp3" }, onReady() { this.audio = wx.createAudioContext("x") }, told(e) { console.log(e.type) }, go() { this.audio.setSrc("/b.mp3"); this.audio.play(); this.audio.seek(3); this.audio.pause() } })'] })).launch()
  rig.drive('call', { name: 'go' })
  expect(rig.logs).toEqual(['play', 'pause'])
  expect(rig.drive('data', { selector: '#x' })).toMatchObject({ src: '/b.mp3', playing: false })
  expect(rig.drive('text')).toContain('歌')
  rig.drive('call', { selector: '#x', name: 'toggle' })
  expect(rig.logs.at(-1)).toBe('play')
  expect(rig.of('App.missing')).toEqual([])
})

// https://developers.weixin.qq.com/miniprogram/dev/component/open-data.html
test.each([['anonymous', '微信用户'], ['real', 'Anna']])('open-data shows the user as WeChat does: %s', (names, shown) => {
  const page = '<open-data type="userNickName"/><open-data id="a" type="userAvatarUrl" default-avatar="/me.png"/><open-data type="groupName" default-text="the group"/>'
  const rig = new Rig(project({ a: [page, 'Page({})'] }), { switches: { 'profile.names': names } }).launch()
  expect(rig.drive('text').split('\n').join('')).toBe(`${shown}the group`)
  expect(rig.drive('data', { selector: '#a' })).toMatchObject({ isPicture: true, picture: '/me.png' })
  expect(rig.errors).toEqual([])
})
