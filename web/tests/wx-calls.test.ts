import { describe, expect, it, vi } from 'vitest'
import { WxFail } from '../src/runtime/fail.ts'
import { BUTTONS_ONLY, TABLE } from '../src/runtime/wx/table.ts'
import { atLeast } from '../src/runtime/wx/version.ts'
import { listening, openWx, settled } from './wx-rig.ts'

const names = (heard: [string, unknown][]) => heard.map(([name]) => name)

// https://developers.weixin.qq.com/miniprogram/dev/api/open-api/card/wx.addCard.html
describe('errMsg', () => {
  const replied = (reply: object) => {
    const { wx, asked } = openWx()
    const { heard, callbacks } = listening()
    wx.addCard({ cardList: [], ...callbacks })
    asked[0]!.answer(reply)
    return heard.map(([name, result]) => [name, result.errMsg])
  }

  it.each([
    ['addCard:ok', ['success', 'complete']],
    ['addCard:fail cancel', ['fail', 'cancel', 'complete']],
    ['addCard:fail 签名错误', ['fail', 'complete']],
    ['addCard:fail', ['fail', 'complete']],
    ['addCard:fail access denied', ['fail', 'complete']],
    ['addCard:fail 系统错误，错误码：40053,invalid action info', ['fail', 'complete']],
  ])('%s', (errMsg, order) => {
    expect(replied({ errMsg })).toEqual(order.map(name => [name, errMsg]))
  })

  it('native addCard:cancel becomes addCard:fail cancel', () => {
    expect(replied({ errMsg: 'addCard:cancel' })).toEqual([['fail', 'addCard:fail cancel'], ['cancel', 'addCard:fail cancel'], ['complete', 'addCard:fail cancel']])
  })

  it('a reply without errMsg counts as ok', () => {
    expect(replied({ cardList: [] })).toEqual([['success', 'addCard:ok'], ['complete', 'addCard:ok']])
  })
})

describe('the functions', () => {
  it('stand on wx itself, each the same whenever it is read, and work without wx', () => {
    const { wx } = openWx()
    for (const name of ['addCard', 'navigateTo', 'getStorageSync', 'onAppShow', 'request']) expect([name, Object.keys(wx).includes(name)]).toEqual([name, true])
    const { addCard, setStorageSync, getStorageSync } = wx
    expect(wx.addCard).toBe(addCard)
    setStorageSync('a', 1)
    expect(getStorageSync('a')).toBe(1)
  })

  it('keep what they hold from one call to the next', () => {
    const { wx, emit } = openWx()
    const heard: unknown[] = []
    expect(emit('themeChange', 1)).toBe(0)
    const listener = (theme: unknown) => { heard.push(theme) }
    wx.onThemeChange(listener)
    expect(emit('themeChange', 2)).toBe(1)
    wx.offThemeChange(listener)
    expect(emit('themeChange', 3)).toBe(0)
    expect(heard).toEqual([2])
  })
})

// The format is that of the base library: https://developers.weixin.qq.com/community/develop/doc/000a4c423ac2c0f75e39d5f4f51c00
describe('argument check', () => {
  const told = (name: string, argument: object) => {
    const { wx, complaints, asked } = openWx()
    const { heard, callbacks } = listening()
    const answer = wx[name]({ ...argument, ...callbacks })
    expect(answer).toBeUndefined()
    return { heard, complaints, asked }
  }

  it.each([
    ['addCard', {}, 'parameter.cardList should be Array instead of Undefined;'],
    ['addCard', { cardList: {} }, 'parameter.cardList should be Array instead of Object;'],
    ['addCard', { cardList: null }, 'parameter.cardList should be Array instead of Null;'],
    ['openCard', { cardList: 'x' }, 'parameter.cardList should be Array instead of String;'],
    ['navigateToMiniProgram', { shortLink: '#小程序://x' }, 'parameter.appId should be String instead of Undefined;'],
    ['showToast', { title: {} }, 'parameter.title should be String instead of Object;'],
    ['setTabBarBadge', {}, 'parameter.index should be Number instead of Undefined;parameter.text should be String instead of Undefined;'],
    ['batchGetStorage', { keyList: [] }, 'parameter.keyList should have at least 1 item;'],
    ['batchGetStorage', { keyList: ['a', 1] }, 'parameter.keyList[1] should be String instead of Number;'],
  ])('%s(%j)', (name, argument, faults) => {
    const errMsg = `${name}:fail parameter error: ${faults}`
    const { heard, complaints, asked } = told(name, argument)
    expect(heard).toEqual([['fail', { errMsg }], ['complete', { errMsg }]])
    expect(complaints).toEqual([errMsg])
    expect(asked).toEqual([])
  })

  it('an empty cardList passes', () => {
    const { heard, asked } = told('addCard', { cardList: [] })
    expect(asked).toHaveLength(1)
    expect(heard).toEqual([])
  })

  it('no argument at all: nobody can be called back, the promise is rejected', async () => {
    const { wx, complaints } = openWx()
    const errMsg = 'addCard:fail parameter error: parameter should be Object instead of Undefined;'
    await expect(wx.addCard()).rejects.toEqual({ errMsg })
    expect(complaints).toEqual([errMsg])
    expect(openWx({ baseLibrary: '2.10.1' }).wx.addCard()).toBeUndefined()
  })

  it('calls that need nothing take no argument', async () => {
    const { wx, asked } = openWx()
    const login = wx.login()
    asked[0]!.answer({ errMsg: 'login:ok', code: 'c' })
    await expect(login).resolves.toEqual({ errMsg: 'login:ok', code: 'c' })
  })
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/api.html
describe('callbacks', () => {
  it('all get one same, writable object', () => {
    const { wx, asked } = openWx()
    const { heard, callbacks } = listening()
    wx.addCard({ cardList: [], ...callbacks })
    asked[0]!.answer(Object.freeze({ errMsg: 'addCard:fail cancel' }))
    const [[, first]] = heard as [[string, any]]
    expect(names(heard)).toEqual(['fail', 'cancel', 'complete'])
    expect(heard.every(([, result]) => result === first)).toBe(true)
    first.errMsg = 'mine'
    expect(first.errMsg).toBe('mine')
  })

  it('one that throws is reported, the next still run, and success stays success', () => {
    const { wx, asked, faults } = openWx()
    const complete = vi.fn()
    const fail = vi.fn()
    wx.addCard({ cardList: [], success: (res: any) => res[0].isSuccess, fail, complete })
    asked[0]!.answer({ errMsg: 'addCard:ok', cardList: [] })
    expect(complete).toHaveBeenCalledOnce()
    expect(fail).not.toHaveBeenCalled()
    expect(faults).toEqual([[expect.stringContaining('TypeError'), 'wx.addCard.success']])
  })

  it('are told to the journal before they run, only those given', () => {
    const { wx, asked, told } = openWx()
    wx.addCard({ cardList: [], complete: () => told.push('ran') })
    asked[0]!.answer({ errMsg: 'addCard:ok' })
    expect(told).toEqual(['addCard.complete 1', 'ran'])
  })

  it('the journal hears data only', async () => {
    class EventChannel {}
    const details: unknown[] = []
    const result = { eventChannel: new EventChannel(), bytes: new ArrayBuffer(3), list: [{ a: null }] }
    const { wx } = openWx({}, { router: { navigateTo: () => result } as never, tell: (_, __, detail) => void details.push(detail) })
    const heard = await new Promise<any>(success => { wx.navigateTo({ url: 'x', success }) })
    expect(heard.eventChannel).toBe(result.eventChannel)
    expect(details).toEqual([{ bytes: '[ArrayBuffer 3]', list: [{ a: null }], errMsg: 'navigateTo:ok' }])
  })

  it('the server gets the argument without functions, as it was when called', () => {
    const { wx, asked } = openWx()
    const cardList: object[] = [{ cardId: 'pA', cardExt: '{}' }]
    wx.addCard({ cardList, other: undefined, success() {}, map: () => 1 })
    cardList.push({})
    expect(asked[0]!.params).toEqual({ cardList: [{ cardId: 'pA', cardExt: '{}' }] })
  })

  it('an argument that is no JSON fails instead of throwing', () => {
    const { wx, asked } = openWx()
    const extraData: any = {}
    extraData.self = extraData
    const { heard, callbacks } = listening()
    wx.navigateToMiniProgram({ appId: 'wx', extraData, ...callbacks })
    expect(asked).toEqual([])
    expect(names(heard)).toEqual(['fail', 'complete'])
  })

  it('local calls answer after the caller is done, also with a failure in words', async () => {
    const { wx } = openWx({}, { router: { navigateTo() { throw new WxFail('page "x" is not found') } } as never })
    const { heard, callbacks } = listening()
    wx.navigateTo({ url: 'x', ...callbacks })
    wx.getStorage({ key: 'none', ...callbacks })
    expect(heard).toEqual([])
    await settled()
    expect(heard).toContainEqual(['fail', { errMsg: 'navigateTo:fail page "x" is not found' }])
    expect(heard).toContainEqual(['complete', { errMsg: 'getStorage:fail data not found' }])
  })
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/api.html (异步 API 返回 Promise, 2.10.2)
describe('promises', () => {
  it.each(['2.10.1', '2.9.5', '1.9.0'])('none in %s', baseLibrary => {
    expect(openWx({ baseLibrary }).wx.addCard({ cardList: [] })).toBeUndefined()
  })

  it.each(['2.10.2', '2.11.0', '3.8.7'])('one in %s, if no callback is given', async baseLibrary => {
    const { wx, asked, told } = openWx({ baseLibrary })
    const promise = wx.addCard({ cardList: [] })
    asked[0]!.answer({ errMsg: 'addCard:ok', cardList: [] })
    await expect(promise).resolves.toEqual({ errMsg: 'addCard:ok', cardList: [] })
    expect(told).toEqual(['addCard.success 1 promised'])
    for (const which of ['success', 'fail', 'complete']) expect(wx.addCard({ cardList: [], [which]() {} })).toBeUndefined()
  })

  it('is rejected with a plain object', async () => {
    const { wx, asked, told } = openWx()
    const promise = wx.addCard({ cardList: [] })
    asked[0]!.answer({ errMsg: 'addCard:cancel' })
    const reason = await promise.catch((error: unknown) => error)
    expect(told).toEqual(['addCard.fail 1 promised'])
    expect(reason).toEqual({ errMsg: 'addCard:fail cancel' })
    expect(reason).not.toBeInstanceOf(Error)
  })

  it('works without this', async () => {
    const { wx, asked } = openWx()
    const { addCard } = wx
    const promise = new Promise((success, fail) => { addCard({ cardList: [], success, fail }) })
    asked[0]!.answer({ errMsg: 'addCard:ok' })
    await expect(promise).resolves.toEqual({ errMsg: 'addCard:ok' })
  })
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/compatibility.html
describe('the object', () => {
  it('has no name below its base library', () => {
    const { wx } = openWx({ baseLibrary: '1.0.1' })
    expect(wx.addCard).toBeUndefined()
    expect('addCard' in wx).toBe(false)
    expect(typeof openWx({ baseLibrary: '1.1.0' }).wx.addCard).toBe('function')
    expect(openWx({ baseLibrary: '2.1.1' }).wx.getLaunchOptionsSync).toBeUndefined()
    expect(openWx({ baseLibrary: '2.9.3' }).wx.getEnterOptionsSync).toBeUndefined()
  })

  it('reports official names that we do not have, once; others stay silent', () => {
    const { wx, missed } = openWx()
    expect([wx.createVKSession, wx.createVKSession, wx.chooseCard, wx.toJSON]).toEqual([undefined, undefined, undefined, undefined])
    expect(missed).toEqual(['wx.createVKSession'])
    expect('createVKSession' in wx).toBe(false)
  })

  it('holds exactly the names of the table', () => {
    const named = Object.keys(TABLE).filter(name => !BUTTONS_ONLY.includes(name) && atLeast('3.8.7', TABLE[name]!.since ?? '1.0.0'))
    expect(Object.keys(openWx().wx).toSorted()).toEqual(named.toSorted())
  })

  it('can be extended, copied and overwritten', () => {
    const { wx } = openWx()
    wx.createApp = 1
    wx.chooseLocation = 2
    wx.request = 3
    expect({ ...wx }).toMatchObject({ createApp: 1, chooseLocation: 2, request: 3 })
    expect(Object.keys(wx)).toContain('addCard')
  })

  it('has the component\'s calls only for WeChat\'s own programs', () => {
    expect(openWx().wx.memberCardOpen).toBeUndefined()
    expect(typeof openWx({ privileged: true }).wx.memberCardOpen).toBe('function')
  })
})

describe('invoke', () => {
  it('gives the result, also of a failure, and needs no callback', async () => {
    const { invoke, asked } = openWx()
    const jump = invoke('navigateToMiniProgram', { appId: 'wx' })
    asked[0]!.answer({ errMsg: 'navigateToMiniProgram:fail cancel' })
    await expect(jump).resolves.toEqual({ errMsg: 'navigateToMiniProgram:fail cancel' })
    await expect(invoke('navigateToMiniProgram')).resolves.toEqual({
      errMsg: 'navigateToMiniProgram:fail parameter error: parameter.appId should be String instead of Undefined;',
    })
  })

  it('says so where there is no such call', async () => {
    const { invoke, missed } = openWx()
    await expect(invoke('createVKSession')).resolves.toEqual({ errMsg: 'createVKSession:fail not supported' })
    expect(missed).toEqual(['wx.createVKSession'])
  })
})

// https://developers.weixin.qq.com/miniprogram/dev/api/device/bluetooth/wx.openBluetoothAdapter.html
describe('devices that the phone has not', () => {
  it.each([
    ['openBluetoothAdapter', 10001, 'not available'], ['createBLEConnection', 10000, 'not init'], ['startWifi', 12001, 'system not support'],
    ['startBeaconDiscovery', 11000, 'unsupport'], ['startHCE', 13000, 'device not support NFC'], ['startSoterAuthentication', 90001, 'not support soter'],
  ])('%s fails with %i', async (name, errCode, words) => {
    const { wx, missed } = openWx()
    await expect(wx[name]({})).rejects.toEqual({ errCode, errMsg: `${name}:fail ${words}` })
    expect(missed).toEqual([])
  })

  it('can be listened to, and be left', async () => {
    const { wx } = openWx()
    wx.onBluetoothDeviceFound(() => {})
    wx.offBluetoothDeviceFound()
    await expect(wx.closeBluetoothAdapter()).resolves.toEqual({ errMsg: 'closeBluetoothAdapter:ok' })
    await expect(wx.checkIsSupportSoterAuthentication()).resolves.toMatchObject({ supportMode: [] })
    expect(openWx({ baseLibrary: '1.5.0' }).wx.startWifi).toBe(undefined)
  })
})
