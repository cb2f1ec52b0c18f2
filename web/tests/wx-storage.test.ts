import { describe, expect, it } from 'vitest'
import { listening, openWx, settled } from './wx-rig.ts'

// https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorageSync.html
describe('storage', () => {
  it.each([
    ['text', 'a'], ['empty text', ''], ['number', 1.5], ['zero', 0], ['NaN', Number.NaN], ['Infinity', Number.POSITIVE_INFINITY], ['boolean', false],
    ['null', null], ['undefined', undefined], ['object', { a: [1, { b: null }] }], ['array', [1, 'a']], ['date', new Date(5)], ['regular expression', /a\/b/gi],
  ])('keeps the type of %s, also over a restart', (_, value) => {
    const first = openWx()
    first.wx.setStorageSync('key', value)
    expect(first.wx.getStorageSync('key')).toEqual(value)
    const again = openWx({}, {}, first.writes[0]!.set)
    expect(again.wx.getStorageSync('key')).toEqual(value)
  })

  it('is plain JSON outside', () => {
    const { wx, writes } = openWx()
    wx.setStorageSync('key', { a: 1 })
    wx.removeStorageSync('key')
    wx.removeStorageSync('key')
    wx.clearStorageSync()
    expect(writes).toEqual([
      { set: { key: '{"a":1}' }, remove: [], clear: false }, { set: {}, remove: ['key'], clear: false }, { set: {}, remove: [], clear: true },
    ])
  })

  it('gives a fresh copy each time', () => {
    const { wx } = openWx()
    const value = { list: [1] }
    wx.setStorageSync('key', value)
    value.list.push(2)
    wx.getStorageSync('key').list.push(3)
    expect(wx.getStorageSync('key')).toEqual({ list: [1] })
  })

  it('what is not there is empty text, or a failure', async () => {
    const { wx } = openWx()
    expect(wx.getStorageSync('none')).toBe('')
    await expect(wx.getStorage({ key: 'none' })).rejects.toEqual({ errMsg: 'getStorage:fail data not found' })
  })

  it('answers with callbacks too', async () => {
    const { wx } = openWx()
    const { heard, callbacks } = listening()
    wx.setStorage({ key: 'a', data: 1 })
    wx.getStorage({ key: 'a', ...callbacks })
    await settled()
    expect(heard[0]).toEqual(['success', { data: 1, errMsg: 'getStorage:ok' }])
    await wx.clearStorage()
    await expect(wx.getStorageInfo()).resolves.toEqual({ keys: [], currentSize: 0, limitSize: 10240, errMsg: 'getStorageInfo:ok' })
  })

  it('several at once', async () => {
    const { wx } = openWx()
    wx.batchSetStorageSync([{ key: 'a', value: 1 }, { key: 'b', value: 2 }])
    expect(wx.batchGetStorageSync(['b', 'a', 'c'])).toEqual([2, 1, ''])
    await expect(wx.batchGetStorage({ keyList: ['a'] })).resolves.toMatchObject({ dataList: [1] })
  })

  it('a key must be text', async () => {
    const { wx } = openWx()
    expect(() => wx.setStorageSync(undefined, 1)).toThrow('setStorageSync:fail parameter error: parameter should be String instead of Undefined;')
    await expect(wx.setStorage({ data: 1 })).rejects.toEqual({
      errMsg: 'setStorage:fail parameter error: parameter.key should be String instead of Undefined;',
    })
  })

  it('1 MB a key, 10 MB in all', async () => {
    const { wx } = openWx()
    const big = 'x'.repeat(1_000_000)
    expect(() => wx.setStorageSync('big', big + big)).toThrow('setStorageSync:fail entry size limit reached')
    for (let i = 0; i < 10; i++) wx.setStorageSync(`k${i}`, big)
    await expect(wx.setStorage({ key: 'k10', data: big })).rejects.toEqual({ errMsg: 'setStorage:fail exceed storage max size 10Mb' })
    expect(wx.getStorageInfoSync()).toMatchObject({ limitSize: 10240, currentSize: expect.closeTo(9766, -1) })
  })
})
