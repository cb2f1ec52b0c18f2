import { describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../src/runtime/wx/base64.ts'
import { listening, openWx } from './wx-rig.ts'

const asking = (params: object) => {
  const { wx, asked } = openWx()
  wx.request({ url: 'https://shop.example/a', ...params })
  return asked[0]!.params
}
const answered = (reply: object, params: object = {}) => {
  const { wx, asked, faults } = openWx()
  const { heard, callbacks } = listening()
  const task = wx.request({ url: 'https://shop.example/a', ...params, ...callbacks })
  return { task, heard, faults, answer: () => asked[0]!.answer(reply) }
}
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }

// https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
describe('request: what is sent', () => {
  it('GET is the default, JSON the content type', () => {
    expect(asking({})).toEqual({ url: 'https://shop.example/a', method: 'GET', header: { 'content-type': 'application/json' }, responseType: 'text' })
  })

  it.each([
    ['https://shop.example/a', { b: 1, c: 'x y&z', 键: '值' }, 'https://shop.example/a?b=1&c=x%20y%26z&%E9%94%AE=%E5%80%BC'],
    ['https://shop.example/a?b=0&d=4', { b: 1 }, 'https://shop.example/a?b=1&d=4'],
    ['https://shop.example/a', { list: [1, 2], none: null, gone: undefined }, 'https://shop.example/a?list=%5B1%2C2%5D&none=null&gone=undefined'],
    ['https://shop.example/a?x=1', {}, 'https://shop.example/a?x=1'],
    ['https://shop.example/a', 'text', 'https://shop.example/a'],
  ])('GET %s with %j', (url, data, whole) => {
    const { url: sent, body } = asking({ url, data })
    expect([sent, body]).toEqual([whole, undefined])
  })

  it.each([
    ['object', { a: [1], b: 'é' }, undefined, '{"a":[1],"b":"é"}'],
    ['text', 'as it is', undefined, 'as it is'],
    ['form', { a: 'x y', b: 2, c: [1, 2] }, FORM, 'a=x%20y&b=2&c=1%2C2'],
    ['form text', 'a=1', FORM, 'a=1'],
    ['nothing', undefined, undefined, undefined],
  ])('POST of %s', (_, data, header, body) => {
    const params = asking({ method: 'post', data, header })
    expect([params.method, params.body]).toEqual(['POST', body])
  })

  it('bytes go as base64', () => {
    expect(asking({ method: 'PUT', data: new Uint8Array([0, 255, 16]).buffer })).toMatchObject({ body: 'AP8Q', bodyIsBase64: true })
  })

  it('headers become texts', () => {
    expect(asking({ header: { 'X-A': 1, 'X-B': {}, ...FORM } }).header).toEqual({ 'X-A': '1', 'X-B': '[object Object]', 'content-type': FORM['Content-Type'] })
  })
})

describe('request: what comes back', () => {
  const reply = { statusCode: 200, header: { 'Content-Type': 'application/json' }, cookies: [], body: '{"a":1}' }

  it.each([
    ['JSON', {}, reply.body, { a: 1 }],
    ['no JSON', {}, 'hello', 'hello'],
    ['empty', {}, '', ''],
    ['other dataType', { dataType: 'other' }, '{"a":1}', '{"a":1}'],
  ])('%s', (_, params, body, data) => {
    const { heard, answer } = answered({ ...reply, body }, params)
    answer()
    expect(heard[0]).toEqual(['success', { data, statusCode: 200, header: reply.header, cookies: [], errMsg: 'request:ok' }])
  })

  it('bytes', () => {
    const { heard, answer } = answered({ ...reply, body: 'AP8Q' }, { responseType: 'arraybuffer' })
    answer()
    expect([...new Uint8Array(heard[0]![1].data)]).toEqual([0, 255, 16])
  })

  it('a status of failure is a success, a lost line is not', () => {
    const missing = answered({ ...reply, statusCode: 404 })
    missing.answer()
    expect(missing.heard[0]![0]).toBe('success')
    const lost = answered({ errMsg: 'request:fail net::ERR_CONNECTION_REFUSED' })
    lost.answer()
    expect(lost.heard).toEqual([['fail', { errMsg: 'request:fail net::ERR_CONNECTION_REFUSED' }], ['complete', { errMsg: 'request:fail net::ERR_CONNECTION_REFUSED' }]])
  })

  // https://developers.weixin.qq.com/miniprogram/dev/api/network/request/RequestTask.html
  it('the task hears headers first, and can abort once', () => {
    const { task, heard, faults, answer } = answered(reply)
    const order: string[] = []
    task.onHeadersReceived(({ statusCode }: any) => { order.push(`${statusCode} ${heard.length}`); throw new Error('mine') })
    answer()
    task.abort()
    expect(order).toEqual(['200 0'])
    expect(faults).toEqual([['Error: mine', 'RequestTask.onHeadersReceived']])
    expect(heard.map(([name]) => name)).toEqual(['success', 'complete'])
  })

  it('an aborted request fails, and its answer is dropped', () => {
    const { task, heard, answer } = answered(reply)
    task.abort()
    answer()
    expect(heard).toEqual([['fail', { errMsg: 'request:fail abort' }], ['complete', { errMsg: 'request:fail abort' }]])
  })

  it('never makes a promise', () => {
    expect(openWx().wx.request({ url: 'https://shop.example/a' })).not.toBeInstanceOf(Promise)
  })
})

// https://developers.weixin.qq.com/miniprogram/dev/api/base/wx.arrayBufferToBase64.html
describe('base64', () => {
  it.each([[[]], [[1]], [[1, 2]], [[1, 2, 3]], [[250, 251, 252, 253, 254, 255]]])('%j there and back', bytes => {
    const text = toBase64(new Uint8Array(bytes).buffer)
    expect(text).toBe(Buffer.from(bytes).toString('base64'))
    expect([...new Uint8Array(fromBase64(text))]).toEqual(bytes)
  })
})
