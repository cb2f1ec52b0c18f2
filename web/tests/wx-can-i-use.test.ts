import { describe, expect, it } from 'vitest'
import { openWx } from './wx-rig.ts'

// https://developers.weixin.qq.com/miniprogram/dev/api/base/wx.canIUse.html
describe('canIUse', () => {
  it.each([
    ['addCard', true], ['openCard', true],
    ['addCard.object', true], ['addCard.object.cardList', true], ['addCard.success', true], ['addCard.success.cardList', true],
    ['addCard.fail', false], ['addCard.complete', false], ['addCard.return', false],
    ['openCard.object.cardList', true], ['openCard.success', false],
    ['addCard.object.cards', false],
    ['addCard.object.cardList.cardId', true], ['addCard.object.cardList.nothing', true],
    ['chooseCard', false], ['', false],
    ['getSystemInfoSync.return.screenWidth', true], ['request.object.method.OPTIONS', true], ['showModal.object.editable', true],
    ['onAppShow', true], ['canIUse', true], ['toString', false], ['constructor', false],
  ])('%s: %s', (query, answer) => {
    expect(openWx().wx.canIUse(query)).toBe(answer)
  })

  it.each(['addCard', 'openCard', 'addCard.object', 'addCard.object.cardList', 'addCard.success.cardList', 'openCard.success'])('%s is not there below 1.1.0', query => {
    // canIUse itself came with 1.1.1, so the question is asked where it exists.
    const { wx } = openWx({ baseLibrary: '1.1.1' })
    expect(openWx({ baseLibrary: '1.0.9' }).wx.canIUse).toBeUndefined()
    expect(wx.canIUse(query)).toBe(query !== 'openCard.success')
  })

  it('knows what came later', () => {
    const older = openWx({ baseLibrary: '2.17.0' }).wx
    expect(older.canIUse('showModal.object.editable')).toBe(false)
    expect(older.canIUse('exitMiniProgram')).toBe(false)
    expect(older.canIUse('showModal.object.title')).toBe(true)
  })

  it('a fourth segment is ignored or looked up, by switch', () => {
    const { wx } = openWx({ switches: { 'canIUse.fourth-segment': 'looked-up' } })
    expect(wx.canIUse('addCard.object.cardList.cardId')).toBe(true)
    expect(wx.canIUse('addCard.object.cardList.nothing')).toBe(false)
  })

  it('throws for what is no text, and takes undefined for none', () => {
    const { wx } = openWx()
    expect(wx.canIUse()).toBe(false)
    for (const query of [null, 1, {}]) expect(() => wx.canIUse(query)).toThrow('canIUse: schema should be an object')
  })

  it.each([
    ['view', true], ['button.open-type', true], ['button.open-type.getUserInfo', true], ['button.open-type.nothing', false],
    ['navigator.target.miniProgram', true], ['view.hover-class', true], ['view.nothing', false], ['camera', false],
  ])('component %s: %s', (query, answer) => {
    expect(openWx().wx.canIUse(query)).toBe(answer)
  })

  it('component attributes have their base library too', () => {
    const { wx } = openWx({ baseLibrary: '1.2.0' })
    expect(wx.canIUse('button.open-type.getPhoneNumber')).toBe(true)
    expect(wx.canIUse('button.open-type.getUserInfo')).toBe(false)
    expect(wx.canIUse('navigator.target')).toBe(false)
  })
})
