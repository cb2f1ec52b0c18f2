/** Elements and calls of the first base libraries, in a mini-program. */
import { expect, test } from 'vitest'
import { project, Rig, settled } from './runtime-rig.ts'

test('a modal asks, and its buttons tell what was chosen', () => {
  const rig = new Rig(project({ a: ['<modal title="Really?" hidden="{{!on}}" confirm-text="yes" cancel-text="no" bindconfirm="yes" bindcancel="no">text</modal>',
    'Page({ data: { on: false }, yes() { console.log("yes") }, no() { console.log("no"); this.setData({ on: false }) } })'] })).launch()
  expect(rig.drive('text')).toBe('')
  rig.runtime.router.top!.page.setData({ on: true })
  expect(rig.drive('text')).toBe('Really?textnoyes')
  rig.drive('tap', { text: 'yes' })
  rig.drive('tap', { text: 'no' })
  expect(rig.logs).toEqual(['yes', 'no'])
  expect(rig.drive('text')).toBe('')
})

// https://developers.weixin.qq.com/miniprogram/dev/api/media/audio/wx.playVoice.html
test('a voice is recorded until it is stopped, and played until its time is over', async () => {
  const rig = new Rig(project({ a: ['<view/>', `Page({ onLoad() {
    wx.startRecord({ success: ({ tempFilePath }) => { console.log('recorded', tempFilePath.slice(0, 4)); wx.playVoice({ filePath: tempFilePath, duration: 2, complete: ({ errMsg }) => console.log(errMsg) }) } })
    setTimeout(() => wx.stopRecord(), 1000) } })`] })).launch()
  const { clock } = rig.runtime
  const at = async (ms: number) => { clock.advanceTo(ms); await settled() }
  const start = clock.now()
  await at(start + 999)
  expect(rig.logs).toEqual([])
  await at(start + 1000)
  expect(rig.logs).toEqual(['recorded http'])
  await at(start + 2999)
  expect(rig.logs).toHaveLength(1)
  await at(start + 3000)
  expect(rig.logs[1]).toBe('playVoice:ok')
  expect(rig.of('App.missing')).toEqual([])
})
