/** What projects made for the cloud or for Skyline find here. */
import { expect, test } from 'vitest'
import { NOW, project, Rig, settled } from './runtime-rig.ts'
import { openWx } from './wx-rig.ts'

// https://developers.weixin.qq.com/miniprogram/dev/wxcloud/reference-sdk-api/functions/Cloud.callFunction.html
test('a cloud function is a request that anybody can answer', async () => {
  const { wx, asked } = openWx()
  wx.cloud.init({ env: 'e' })
  const asking = wx.cloud.callFunction({ name: 'login', data: { a: 1 } })
  expect(asked[0]).toMatchObject({ name: 'request', params: { url: 'https://cloud-functions.invalid/login', method: 'POST', body: '{"a":1}' } })
  asked[0]!.answer({ statusCode: 200, header: {}, body: '{"openid":"o1"}' })
  expect(await asking).toEqual({ errMsg: 'cloud.callFunction:ok', result: { openid: 'o1' }, requestID: '' })
})

test('one that nobody answers fails, says what could answer it, and is told', async () => {
  const { wx, asked, missed } = openWx()
  const heard: any[] = []
  wx.cloud.callFunction({ name: 'pay', fail: (error: any) => heard.push(error), complete: () => heard.push('complete') })
  asked[0]!.answer({ errMsg: 'fail net::ERR_NAME_NOT_RESOLVED' })
  expect(heard).toEqual([{ errCode: -1, errMsg: expect.stringMatching(/^cloud.callFunction:fail not available in the emulator .*--map or backend/) }, 'complete'])
  expect(missed).toEqual(['wx.cloud: https://cloud-functions.invalid/pay'])
})

test('a container is asked with path, method and header', async () => {
  const { wx, asked } = openWx()
  const asking = wx.cloud.callContainer({ path: '/api/count', method: 'GET', header: { 'X-WX-SERVICE': 's' } })
  expect(asked[0]!.params).toMatchObject({ url: 'https://cloud-containers.invalid/api/count', header: { 'X-WX-SERVICE': 's' } })
  asked[0]!.answer({ statusCode: 200, header: {}, body: '{"n":2}' })
  expect(await asking).toMatchObject({ errMsg: 'cloud.callContainer:ok', statusCode: 200, data: { n: 2 } })
})

// https://developers.weixin.qq.com/miniprogram/dev/wxcloud/reference-sdk-api/database/Collection.html
test('the cloud database is empty: reading finds nothing, writing is refused', async () => {
  const { wx, missed } = openWx()
  const db = wx.cloud.database()
  const { command: _ } = db
  const some = db.collection('cards').where({ n: _.gt(3).and(_.lt(9)), at: db.serverDate() }).orderBy('n', 'desc').skip(1).limit(5)
  expect(await some.get()).toEqual({ data: [], errMsg: 'collection.get:ok' })
  expect(await some.count()).toMatchObject({ total: 0 })
  expect(await db.collection('cards').aggregate().match({}).group({}).end()).toMatchObject({ list: [] })
  await expect(db.collection('cards').doc('x').get()).rejects.toMatchObject({ errMsg: 'document.get:fail document with _id x does not exist' })
  await expect(db.collection('cards').add({ data: {} })).rejects.toMatchObject({ errMsg: 'cloud.collection.add:fail not available in the emulator' })
  await expect(wx.cloud.uploadFile({})).rejects.toMatchObject({ errMsg: 'cloud.uploadFile:fail not available in the emulator' })
  expect(missed).toEqual(['wx.cloud.collection.add', 'wx.cloud.uploadFile'])
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/skyline/worklet.html
test('a style follows the shared values that it is made of', async () => {
  const rig = new Rig(project({ a: ['<pan-gesture-handler><view id="box">x</view></pan-gesture-handler>', `
    const { shared, derived, timing, sequence, delay, runOnJS } = wx.worklet
    Page({
      onReady() {
        this.x = shared(1); const twice = derived(() => this.x.value * 2)
        this.applyAnimatedStyle('#box', () => ({ transform: \`translateX(\${twice.value}px)\`, backgroundColor: 'red' }))
      },
      go() { this.x.value = sequence(timing(5, { duration: 100 }), delay(50, timing(7, {}, runOnJS(() => console.log('there'))))) },
    })`] })).launch()
  const box = rig.runtime.router.top!.root.getComponent().shadowRoot.querySelector('#box')
  const seen: string[] = []
  const set = box.setNodeStyle
  box.setNodeStyle = (text: string, segment: number) => { seen.push(text); set.call(box, text, segment) }
  rig.drive('call', { name: 'go' })
  expect(seen).toEqual(['transform:translateX(10px);background-color:red'])
  rig.runtime.clock.advanceTo(NOW + 150)
  expect(seen[1]).toContain('translateX(14px)')
  expect(rig.logs).toEqual([])
  rig.runtime.clock.advanceTo(NOW + 450)
  await settled()
  expect(rig.logs).toEqual(['there'])
  expect(rig.of('App.error')).toEqual([])
})

test('one that is not wanted at once waits for a change; bare numbers are pixels', () => {
  const rig = new Rig(project({ a: ['<view id="box">x</view>', `Page({
    onReady() {
      this.x = wx.worklet.shared(1)
      this.applyAnimatedStyle('#box', () => ({ opacity: this.x.value, borderRadius: this.x.value }), { immediate: false })
    },
    go() { this.x.value = 0 } })`] })).launch()
  const box = rig.runtime.router.top!.root.getComponent().shadowRoot.querySelector('#box')
  const seen: string[] = []
  box.setNodeStyle = (text: string) => { seen.push(text) }
  rig.drive('call', { name: 'go' })
  expect(seen).toEqual(['opacity:0;border-radius:0px'])
})

test('all components of a page have its number, and another page has another', () => {
  const child = { 'c.json': '{"component": true}', 'c.wxml': '<view/>', 'c.js': 'Component({ attached() { console.log(this.getPageId()) } })' }
  const page = 'Page({ onReady() { console.log(this.getPageId()) }, go() { wx.navigateTo({ url: "/b" }) } })'
  const rig = new Rig(project({ a: ['<c/><c/>', page, { usingComponents: { c: '/c' } }], b: ['<view/>', page] }, {}, child)).launch()
  expect(new Set(rig.logs).size).toBe(1)
  expect(rig.logs).toHaveLength(3)
  rig.drive('call', { name: 'go' })
  expect(rig.logs[3]).not.toBe(rig.logs[0])
})
