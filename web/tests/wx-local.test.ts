import { describe, expect, it, vi } from 'vitest'
import { TABLE } from '../src/runtime/wx/table.ts'
import { openWx, settled } from './wx-rig.ts'

// https://developers.weixin.qq.com/miniprogram/dev/api/base/app/life-cycle/wx.getEnterOptionsSync.html
describe('enter options', () => {
  it('the launch stays, the last showing is live', () => {
    const { wx, needs } = openWx()
    needs.enter.current = { path: 'pages/a/a', query: {}, scene: 1038, referrerInfo: { appId: 'wx1', extraData: { a: 1 } } }
    expect(wx.getLaunchOptionsSync()).toEqual({ path: 'pages/a/a', query: {}, scene: 1001, referrerInfo: {}, apiCategory: 'default' })
    expect(wx.getEnterOptionsSync()).toEqual(needs.enter.current)
  })

  it('an absent referrerInfo stays absent', () => {
    const launch = { path: 'pages/a/a', query: {}, scene: 1001 }
    expect('referrerInfo' in openWx({}, { enter: { launch, current: launch } }).wx.getLaunchOptionsSync()).toBe(false)
  })
})

// https://developers.weixin.qq.com/miniprogram/dev/api/base/app/app-event/wx.onAppShow.html
describe('events', () => {
  it('every listener hears, one that throws harms none', () => {
    const { wx, emit, faults } = openWx()
    const [first, second] = [vi.fn(() => { throw new Error('mine') }), vi.fn()]
    wx.onAppShow(first)
    wx.onAppShow(second)
    expect(emit('appShow', { scene: 1001 })).toBe(2)
    expect(second).toHaveBeenCalledWith({ scene: 1001 })
    expect(faults).toEqual([['Error: mine', 'wx.onAppShow']])
    wx.offAppShow(first)
    expect(emit('appShow')).toBe(1)
    wx.offAppShow()
    expect(emit('appShow')).toBe(0)
  })

  it.each(['appHide', 'error', 'unhandledRejection', 'themeChange', 'pageNotFound'] as const)('%s', event => {
    const { wx, emit } = openWx()
    const listener = vi.fn()
    wx[`on${event[0]!.toUpperCase()}${event.slice(1)}`](listener)
    emit(event, 'argument')
    expect(listener).toHaveBeenCalledWith('argument')
  })
})

// https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getSystemInfoSync.html
describe('the phone', () => {
  it('is told whole and in parts', async () => {
    const { wx } = openWx()
    const all = wx.getSystemInfoSync()
    expect(all).toMatchObject({ SDKVersion: '3.8.7', platform: 'ios', language: 'zh_CN', screenWidth: 375, statusBarHeight: 44, errMsg: 'getSystemInfo:ok' })
    await expect(wx.getSystemInfo()).resolves.toEqual(all)
    // https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getSystemInfo.html
    let heard: unknown
    wx.getSystemInfo({ success: (result: unknown) => { heard = result } })
    expect(heard).toEqual(all)
    expect(all).toMatchObject(wx.getWindowInfo())
    expect(all).toMatchObject(wx.getDeviceInfo())
    expect(all).toMatchObject(wx.getAppBaseInfo())
  })

  it.each(Object.entries(TABLE).filter(([name, row]) => row.return && name.startsWith('get')))('%s gives the keys that canIUse promises', (name, row) => {
    const { wx } = openWx({ theme: 'dark' }, { appJson: { darkmode: true } })
    const keys = row.return!.split(/\s+/).map(word => /^\w+/.exec(word)![0])
    expect(Object.keys(wx[name]())).toEqual(expect.arrayContaining(keys))
  })

  it('the window is what bars leave over', () => {
    const window = (style: string, isTab: boolean) => {
      const page: any = { window: { navigationStyle: style }, isTab }
      return openWx({}, { currentPage: () => page }).wx.getWindowInfo().windowHeight
    }
    expect([window('default', false), window('custom', false), window('default', true)]).toEqual([724, 812, 642])
  })

  it('theme only with darkmode', () => {
    expect(openWx().wx.getAppBaseInfo().theme).toBeUndefined()
    expect(openWx({ theme: 'dark' }, { appJson: { darkmode: true } }).wx.getAppBaseInfo().theme).toBe('dark')
  })

  it('the capsule lies in the bar', () => {
    expect(openWx().wx.getMenuButtonBoundingClientRect()).toEqual({ width: 87, height: 32, top: 50, right: 368, bottom: 82, left: 281 })
  })

  it('follows changes', async () => {
    const { wx, needs } = openWx()
    needs.environment.network = 'none'
    await expect(wx.getNetworkType()).resolves.toMatchObject({ networkType: 'none' })
    expect(wx.getAccountInfoSync()).toEqual({ miniProgram: { appId: 'wx0123456789abcdef', envVersion: 'develop', version: '' } })
  })
})

// https://developers.weixin.qq.com/miniprogram/dev/api/ui/navigation-bar/wx.setNavigationBarTitle.html
describe('bars', () => {
  it.each([
    ['setNavigationBarTitle', { title: 'A' }, 'navigationBar', { title: 'A' }],
    ['setNavigationBarColor', { frontColor: '#ffffff', backgroundColor: '#ff0000' }, 'navigationBar', { frontColor: '#ffffff', backgroundColor: '#ff0000' }],
    ['showNavigationBarLoading', {}, 'navigationBar', { loading: true }],
    ['hideHomeButton', {}, 'navigationBar', { home: false }],
    ['setTabBarBadge', { index: 1, text: '3' }, 'tabBar', { badge: { index: 1, text: '3' } }],
    ['hideTabBarRedDot', { index: 0 }, 'tabBar', { dot: { index: 0, shown: false } }],
    ['hideTabBar', {}, 'tabBar', { visible: false }],
    ['stopPullDownRefresh', {}, 'pullDown', { on: false }],
  ])('%s', async (name, params, method, change) => {
    const { wx, screen } = openWx()
    await expect(wx[name](params)).resolves.toEqual({ errMsg: `${name}:ok` })
    expect(screen).toEqual([[method, change]])
  })

  it('fail in WeChat\'s words', async () => {
    const { wx } = openWx()
    await expect(wx.setTabBarBadge({ index: 2, text: '' })).rejects.toEqual({ errMsg: 'setTabBarBadge:fail tabbar item not found' })
    const outside = openWx({}, { currentPage: () => ({ isTab: false }) as never })
    await expect(outside.wx.hideTabBar()).rejects.toEqual({ errMsg: 'hideTabBar:fail not TabBar page' })
  })
})

describe('pages', () => {
  it('change only after the caller\'s code is done', async () => {
    const { wx, routed, told } = openWx()
    wx.navigateTo({ url: '/pages/b/b', success() {} })
    expect(routed).toEqual([])
    await settled()
    expect(routed).toEqual([['navigateTo', { url: '/pages/b/b' }]])
    expect(told).toEqual(['navigateTo.success'])
  })
})

describe('small things', () => {
  it('are there', async () => {
    const { wx } = openWx({}, { appJson: { extJson: { a: 1 } } })
    expect(wx.getExtConfigSync()).toEqual({ a: 1 })
    expect(wx.createSelectorQuery()).toBe('query')
    const checked = vi.fn()
    wx.getUpdateManager().onCheckForUpdate(checked)
    expect(checked).toHaveBeenCalledWith({ hasUpdate: false })
    const later = vi.fn()
    wx.nextTick(later)
    expect(later).not.toHaveBeenCalled()
    await settled()
    expect(later).toHaveBeenCalledOnce()
  })
})
