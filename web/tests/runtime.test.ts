/** App and pages: lifetimes, the page stack, what goes wrong. https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/ */
import { expect, test } from 'vitest'
import { NOW, project, Rig, settled } from './runtime-rig.ts'

/** A page that writes each of its lifetimes to the log as `name.lifetime`. */
const told = (name: string, more = '') =>
  `const say = what => options => console.log('${name}.' + what + (options && Object.keys(options).length ? ' ' + JSON.stringify(options) : ''))
  Page({ onLoad: say('load'), onShow: say('show'), onReady: say('ready'), onHide: say('hide'), onUnload: say('unload'), onTabItemTap: say('tab'), ${more} })`

const APP = `App({
  onLaunch(o) { console.log('launch ' + o.scene) }, onShow(o) { console.log('show ' + o.scene) }, onHide() { console.log('hide') },
  onError(text) { console.log('error ' + text.split('\\n')[0]) }, onPageNotFound(o) { console.log('lost ' + JSON.stringify(o)) }, onThemeChange(o) { console.log('app ' + o.theme) },
  count: 1, data: {} })`

const PAGES = { 'pages/a/a': ['<view/>', told('a')], 'pages/b/b': ['<view/>', told('b')], 'pages/c/c': ['<view/>', told('c')] } as const
const TABS = { tabBar: { list: [{ pagePath: 'pages/a/a', text: 'A' }, { pagePath: 'pages/b/b', text: 'B' }] } }

const three = (app: object = {}) => new Rig(project(PAGES as any, app, { 'app.js': APP })).launch()

/** Runs a navigation of wx; its result's errMsg. */
async function go(rig: Rig, name: string, params: object): Promise<string> {
  const result = rig.runtime.services.invoke(name, params as Record<string, unknown>)
  return (await result).errMsg
}

// -- start and end of the app -----------------------------------------------------------------------------------------

// https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/page-life-cycle.html
test('a cold start', () => {
  const rig = new Rig(project(PAGES as any, {}, { 'app.js': APP })).launch('pages/b/b', { query: { id: '1' }, scene: 1011 })
  expect(rig.logs).toEqual(['launch 1011', 'show 1011', 'b.load {"id":"1"}', 'b.show', 'b.ready'])
  expect(rig.stack).toEqual(['pages/b/b'])
  expect(rig.of('App.route').at(-1)!.params).toMatchObject({ stack: [{ path: 'pages/b/b', query: { id: '1' } }] })
})

test('every event is answered, and a repeated one handled once', () => {
  const rig = three()
  rig.sent.length = 0
  rig.runtime.receive({ id: 'i1#1', method: 'App.event', params: { instance: 'i1', number: 1, event: 'launch', options: { path: 'pages/c/c', query: {}, scene: 1 } } })
  expect(rig.sent).toEqual([{ id: 'i1#1', result: {} }])
})

test('hide and show', () => {
  const rig = three()
  rig.sent.length = 0
  rig.event('hide').event('show', { path: 'pages/a/a', query: {}, scene: 1038 })
  expect(rig.logs).toEqual(['a.hide', 'hide', 'show 1038', 'a.show'])
})

test('show may ask for another page; the key that asks stays ours', () => {
  const rig = new Rig(project(PAGES as any, {}, { 'app.js': 'App({ onShow(o) { console.log(Object.keys(o).join()) } })' })).launch()
  rig.sent.length = 0
  rig.event('hide').event('show', { path: 'pages/b/b', query: { k: 'v' }, scene: 1037, reLaunch: true })
  expect(rig.logs).toEqual(['a.hide', 'path,query,scene', 'a.unload', 'b.load {"k":"v"}', 'b.show', 'b.ready'])
})

// https://developers.weixin.qq.com/miniprogram/dev/reference/api/App.html
test('referrerInfo reaches onLaunch, onShow and both option calls as it came, and stays absent where it is', () => {
  const app = `App({ onLaunch(o) { this.a = o.referrerInfo; wx.x = () => wx.getLaunchOptionsSync().referrerInfo }, onShow(o) { this.b = o; o.scene = 5 } })
    ;`
  const page = 'const app = getApp(); Page({ seen() { return [app.a, "referrerInfo" in app.b, wx.x(), wx.getEnterOptionsSync()] } })'
  const rig = new Rig(project({ 'a': ['<view/>', page] }, {}, { 'app.js': app })).launch('a', { referrerInfo: { appId: 'wx1', extraData: { a: [1] } } })
  rig.event('hide').event('show', { path: 'a', query: {}, scene: 1038, referrerInfo: undefined })
  const { scene: _, ...entered } = { path: 'a', query: {}, scene: 0 }
  const seen = rig.drive('call', { name: 'seen' })
  expect(seen.slice(0, 3)).toEqual([{ appId: 'wx1', extraData: { a: [1] } }, false, { appId: 'wx1', extraData: { a: [1] } }])
  expect(seen[3]).toMatchObject({ ...entered, scene: 1038 })
})

// https://developers.weixin.qq.com/miniprogram/dev/reference/api/App.html#onPageNotFound-Object-object
test('a page that is not there is told to onPageNotFound; without one the first page opens and an error is told', async () => {
  const rig = new Rig(project(PAGES as any, {}, { 'app.js': APP })).launch('pages/x/x', { query: { a: '1' } })
  await settled()
  expect(rig.logs[2]).toBe('lost {"path":"pages/x/x","query":{"a":"1"},"isEntryPage":true}')
  expect(rig.stack).toEqual(['pages/a/a'])
  expect(rig.errors).toEqual([])
  const other = new Rig(project(PAGES as any)).launch('pages/x/x')
  await settled()
  expect(other.stack).toEqual(['pages/a/a'])
  expect(other.errors).toEqual(['Error: Page "pages/x/x" is not found'])
})

test('onPageNotFound may open another page', async () => {
  const rig = new Rig(project(PAGES as any, {}, { 'app.js': 'App({ onPageNotFound() { wx.redirectTo({ url: "/pages/b/b" }) } })' })).launch('pages/x/x')
  await settled()
  expect(rig.logs).toEqual(['b.load', 'b.show', 'b.ready'])
  expect(rig.stack).toEqual(['pages/b/b'])
})

// https://developers.weixin.qq.com/miniprogram/dev/reference/api/getApp.html
test('getApp before App is undefined, unless a default is allowed, which App then completes', () => {
  const app = 'const early = getApp(), kept = getApp({ allowDefault: true }); kept.x = 1; App({ y: 2 }); console.log(String(early), kept === getApp(), getApp().x, getApp().y)'
  const rig = new Rig(project({ a: ['<view/>', 'Page({})'] }, {}, { 'app.js': app })).launch()
  expect(rig.logs).toEqual(['undefined true 1 2'])
})

test('theme changes reach wx and the app', () => {
  const rig = new Rig(project(PAGES as any, {}, { 'app.js': `${APP}; wx.onThemeChange(o => console.log('wx ' + o.theme))` })).launch()
  rig.event('theme', { theme: 'dark' })
  expect(rig.logs.slice(-2).sort()).toEqual(['app dark', 'wx dark'])
})

// -- the five navigations: https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html ---------------

test('navigateTo lays a page over, navigateBack takes it away', async () => {
  const rig = three()
  rig.sent.length = 0
  expect(await go(rig, 'navigateTo', { url: '../b/b?x=1&y=%20' })).toBe('navigateTo:ok')
  expect(await go(rig, 'navigateBack', {})).toBe('navigateBack:ok')
  expect(rig.logs).toEqual(['a.hide', 'b.load {"x":"1","y":"%20"}', 'b.show', 'b.ready', 'b.unload', 'a.show'])
})

test('navigateBack goes as deep as asked, not below the first page', async () => {
  const rig = three()
  for (const url of ['/pages/b/b', '/pages/c/c', '/pages/b/b']) await go(rig, 'navigateTo', { url })
  rig.sent.length = 0
  await go(rig, 'navigateBack', { delta: 2 })
  expect(rig.logs).toEqual(['b.unload', 'c.unload', 'b.show'])
  await go(rig, 'navigateBack', { delta: 9 })
  expect(rig.stack).toEqual(['pages/a/a'])
  expect(await go(rig, 'navigateBack', {})).toBe('navigateBack:fail cannot navigate back at first page.')
})

test('redirectTo takes the page in front away, reLaunch all', async () => {
  const rig = three()
  await go(rig, 'navigateTo', { url: '/pages/b/b' })
  rig.sent.length = 0
  await go(rig, 'redirectTo', { url: '/pages/c/c' })
  expect(rig.stack).toEqual(['pages/a/a', 'pages/c/c'])
  await go(rig, 'reLaunch', { url: '/pages/b/b?z=1' })
  expect(rig.stack).toEqual(['pages/b/b'])
  expect(rig.logs).toEqual(['b.unload', 'c.load', 'c.show', 'c.ready', 'c.unload', 'a.unload', 'b.load {"z":"1"}', 'b.show', 'b.ready'])
})

test('switchTab keeps the tabs it has opened and closes what lies over them', async () => {
  const rig = three(TABS)
  await go(rig, 'navigateTo', { url: '/pages/c/c' })
  rig.sent.length = 0
  await go(rig, 'switchTab', { url: '/pages/b/b' })
  expect(rig.logs).toEqual(['c.unload', 'b.load', 'b.show', 'b.ready'])
  rig.sent.length = 0
  rig.runtime.chooseTab(0)
  expect(rig.logs).toEqual(['b.hide', 'a.show', 'a.tab {"index":"0","pagePath":"pages/a/a","text":"A"}'])
  expect(rig.stack).toEqual(['pages/a/a'])
})

test.each([
  ['navigateTo', { url: '/pages/x/x?a=1' }, 'navigateTo:fail page "pages/x/x?a=1" is not found'],
  ['redirectTo', { url: 'x' }, 'redirectTo:fail page "pages/a/x" is not found'],
  ['reLaunch', { url: '/x' }, 'reLaunch:fail page "x" is not found'],
  ['navigateTo', { url: '/pages/b/b' }, 'navigateTo:fail can not navigateTo a tabbar page'],
  ['redirectTo', { url: '/pages/b/b' }, 'redirectTo:fail can not redirectTo a tabbar page'],
  ['switchTab', { url: '/pages/c/c' }, 'switchTab:fail can not switch to no-tabBar page'],
  ['navigateTo', {}, 'navigateTo:fail parameter error: parameter.url should be String instead of Undefined;'],
])('%s(%j) fails with %s', async (name, params, text) => {
  const rig = three(TABS)
  expect(await go(rig, name, params)).toBe(text)
  expect(rig.stack).toEqual(['pages/a/a'])
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/route.html
test('ten pages are the most', async () => {
  const rig = three()
  for (let page = 2; page <= 10; page++) expect(await go(rig, 'navigateTo', { url: '/pages/b/b' })).toBe('navigateTo:ok')
  expect(await go(rig, 'navigateTo', { url: '/pages/b/b' })).toBe('navigateTo:fail webview count limit exceed')
})

// https://developers.weixin.qq.com/miniprogram/dev/api/route/EventChannel.html
test('the pages of a navigateTo speak over a channel', async () => {
  const opener = `Page({ go() { wx.navigateTo({ url: '/pages/b/b', events: { back(v) { console.log('a hears ' + v) } }, success(r) { r.eventChannel.emit('forth', 1) } }) } })`
  const opened = `Page({ onLoad() { const c = this.getOpenerEventChannel(); c.once('forth', v => { console.log('b hears ' + v); c.emit('back', v + 1) }) } })`
  const rig = new Rig(project({ 'pages/a/a': ['<view/>', opener], 'pages/b/b': ['<view/>', opened] })).launch()
  rig.drive('call', { name: 'go' })
  await settled()
  expect(rig.errors).toEqual([])
  expect(rig.logs).toEqual(['b hears 1', 'a hears 2'])
})

test('the back key pops a page, and at the bottom the app ends', async () => {
  const rig = three()
  await go(rig, 'navigateTo', { url: '/pages/b/b' })
  rig.event('back')
  expect(rig.stack).toEqual(['pages/a/a'])
  expect(rig.of('App.exit')).toEqual([])
  rig.event('back')
  expect(rig.of('App.exit')).toEqual([{ method: 'App.exit', params: { instance: 'i1' } }])
})

test('getCurrentPages holds the pages themselves, with their routes', async () => {
  const page = 'Page({ data: { n: 1 }, seen() { return getCurrentPages().map(p => [p.route, p.data.n, p.options]) } })'
  const rig = new Rig(project({ 'pages/a/a': ['<view/>', page], 'pages/b/b': ['<view/>', page] })).launch()
  await go(rig, 'navigateTo', { url: '/pages/b/b?q=2' })
  expect(rig.drive('call', { name: 'seen' })).toEqual([['pages/a/a', 1, {}], ['pages/b/b', 1, { q: '2' }]])
})

// -- what goes wrong --------------------------------------------------------------------------------------------------

test('an exception is told with its place, reaches onError, and the app lives on', () => {
  const page = "Page({\n  data: { n: 0 },\n  bad() {\n    null.x\n  },\n  good() { this.setData({ n: 1 }) }\n})"
  const rig = new Rig(project({ 'pages/a/a': ['<view class="bad" bindtap="bad"/><view class="good" bindtap="good">{{n}}</view>', page] }, {}, { 'app.js': APP })).launch()
  rig.tap('.bad')
  rig.tap('.good')
  expect(rig.data).toEqual({ n: 1 })
  expect(rig.of('App.error').map(({ params }) => params!.where)).toEqual(['pages/a/a.js:4'])
  expect(rig.logs.at(-1)).toMatch(/^error TypeError: /)
})

test.each([['onLoad'], ['onShow'], ['onReady']])('one in %s leaves the page open', lifetime => {
  const rig = new Rig(project({ a: ['<view>{{n}}</view>', `Page({ data: { n: 1 }, ${lifetime}() { throw new Error('oh') } })`] })).launch()
  expect(rig.errors).toEqual(['Error: oh'])
  expect(rig.drive('text')).toBe('1')
})

test('one while a module loads is told, once, and the page is drawn', () => {
  const rig = new Rig(project({ a: ['<view>still here</view>', 'const x = undefined_name'] })).launch()
  expect(rig.errors).toEqual(['ReferenceError: undefined_name is not defined'])
  expect(rig.of('App.error')[0]!.params!.where).toBe('a.js:1')
  expect(rig.drive('text')).toBe('still here')
})

test('one in app.js does not keep the pages away', () => {
  const rig = new Rig(project({ a: ['<view>here</view>', 'Page({})'] }, {}, { 'app.js': '\nthrow new Error("app")' })).launch()
  expect(rig.errors).toEqual(['Error: app'])
  expect(rig.of('App.error')[0]!.params!.where).toBe('app.js:2')
  expect(rig.drive('text')).toBe('here')
})

test('a handler that throws in onError ends there', () => {
  const rig = new Rig(project({ a: ['<view/>', 'Page({ onLoad() { throw new Error("one") } })'] }, {}, { 'app.js': 'App({ onError() { throw new Error("two") } })' })).launch()
  expect(rig.errors).toEqual(['Error: one', 'Error: two'])
})

test('a promise that nobody caught', () => {
  const app = 'App({ onUnhandledRejection(r) { console.log("app " + r.reason) } }); wx.onUnhandledRejection(r => console.log("wx " + r.reason))'
  const rig = new Rig(project({ a: ['<view/>', 'Page({})'] }, {}, { 'app.js': app })).launch()
  rig.runtime.rejected('no', Promise.resolve())
  expect(rig.logs.sort()).toEqual(['app no', 'wx no'])
  expect(rig.errors).toEqual(['Uncaught (in promise) no'])
})

// -- modules ----------------------------------------------------------------------------------------------------------

// https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/module.html
test('modules: relative, from the root, of an npm package, each once, circles allowed', () => {
  const more = {
    'lib/one.js': 'const two = require("./two"); exports.name = "one"; exports.two = () => two.name', 'lib/two.js': 'const one = require("one.js"); exports.name = "two of " + one.name',
    'miniprogram_npm/pack/index.js': 'console.log("loaded"); module.exports = { pack: true }', 'lib/esm.js': 'import pack from "pack"; export const value = pack; export default 3',
  }
  const page = `const a = require('../../lib/one'), b = require('/lib/one.js'), { value, default: three } = require('../../lib/esm'); require('pack')
    console.log(a === b, a.two(), value.pack, three); Page({})`
  const rig = new Rig(project({ 'pages/a/a': ['<view/>', page] }, {}, more)).launch()
  expect(rig.errors).toEqual([])
  expect(rig.logs).toEqual(['loaded', 'true two of undefined true 3'])
})

test('a module that is not there is named', () => {
  const rig = new Rig(project({ 'pages/a/a': ['<view/>', 'require("./gone")'] })).launch()
  expect(rig.errors[0]).toMatch(/module '.*gone.*' is not defined/)
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
test('the host cannot be reached, `global` can be shared', () => {
  const page = `console.log([typeof window, typeof document, typeof fetch, typeof XMLHttpRequest, typeof localStorage, typeof postMessage, typeof parent, typeof self].join())
    global.shared = 1; console.log(require('./other')); Page({})`
  const rig = new Rig(project({ a: ['<view/>', page] }, {}, { 'other.js': 'module.exports = global.shared + (globalThis === global ? 1 : 0)' })).launch()
  expect(rig.logs).toEqual([Array.from({ length: 8 }, () => 'undefined').join(), '2'])
})

// -- the clock --------------------------------------------------------------------------------------------------------

test('timers and Date follow the clock of the world', () => {
  const page = `Page({ onLoad() {
    setTimeout((a, b) => console.log('timeout ' + a + b + ' ' + (Date.now() - ${NOW})), 5000, 1, 2)
    const every = setInterval(() => { console.log('interval ' + new Date().getTime() % 10000); if (++this.n === 2) clearInterval(every) }, 1000); this.n = 0
    clearTimeout(setTimeout(() => console.log('never'), 10)) } })`
  const rig = new Rig(project({ a: ['<view/>', page] })).launch()
  expect(rig.runtime.clock.nextDeadline()).toBe(NOW + 1000)
  rig.runtime.clock.advanceTo(NOW + 4999)
  expect(rig.logs).toEqual(['interval 1000', 'interval 2000'])
  rig.event('clock', { now: NOW + 5000, frozen: true })
  expect(rig.logs.slice(2)).toEqual(['timeout 12 5000'])
  expect(rig.runtime.clock.nextDeadline()).toBeNull()
})

test('a timer that throws is told and the next one runs', () => {
  const rig = new Rig(project({ a: ['<view/>', 'Page({}); setTimeout(() => { throw new Error("t") }, 1); setTimeout(() => console.log("next"), 1)'] })).launch()
  rig.runtime.clock.advanceTo(NOW + 1)
  expect([rig.errors, rig.logs]).toEqual([['Error: t'], ['next']])
})

test('dates of WXS follow the clock too', () => {
  const rig = new Rig(project({ a: ['<wxs module="m">module.exports = { now: function () { return getDate().getTime() } }</wxs><view>{{m.now()}}</view>', 'Page({})'] })).launch()
  expect(rig.drive('text')).toBe(String(NOW))
})

test('without real time, Math.random comes from the seed', () => {
  const draw = (seed: number) => new Rig(project({ a: ['<view/>', 'console.log(Math.random(), Math.random(), Math.max(1, 2)); Page({})'] }), { seed }).launch().logs
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
  expect(draw(7)[0]).toMatch(/^0\.\d+ 0\.\d+ 2$/)
})

// -- page scripts on a page -------------------------------------------------------------------------------------------

test('setData is at once in data, its callback runs, nested paths reach inside', async () => {
  const page = `Page({ data: { a: { b: [1, 2] }, n: 0 }, go() { this.setData({ 'a.b[1]': 5, n: 1 }, () => console.log('drawn')); console.log(JSON.stringify(this.data)) } })`
  const rig = new Rig(project({ a: ['<view>{{a.b[1]}}</view>', page] })).launch()
  rig.drive('call', { name: 'go' })
  await settled()
  expect(rig.logs).toEqual(['{"a":{"b":[1,5]},"n":1}', 'drawn'])
  expect(rig.drive('text')).toBe('5')
})

test('a server call waits for its answer and tells the journal', async () => {
  const page = `Page({ go() { wx.addCard({ cardList: [{ cardId: 'p1', cardExt: '{}' }], success: r => this.setData({ r }), complete() {} }) } })`
  const rig = new Rig(project({ a: ['<button bindtap="go">go</button>', page] })).launch()
  rig.tap('button')
  const sent = rig.of('Wx.call')
  expect(sent).toEqual([{ id: 'i1:1', method: 'Wx.call', params: { instance: 'i1', call: 1, received: 0, name: 'addCard', params: { cardList: [{ cardId: 'p1', cardExt: '{}' }] } } }])
  expect(rig.of('App.tap')).toHaveLength(1)
  expect(rig.sent.indexOf(rig.of('App.tap')[0]!)).toBeLessThan(rig.sent.indexOf(sent[0]!))
  await rig.answer('addCard', { errMsg: 'addCard:ok', cardList: [] })
  expect(rig.data.r).toEqual({ errMsg: 'addCard:ok', cardList: [] })
  const names = rig.of('App.told').map(({ params }) => [params!.name, params!.call])
  expect(names.filter(([name]) => name === 'addCard.success' || name === 'addCard.complete')).toEqual([['addCard.success', 1], ['addCard.complete', 1]])
})

test('storage of an earlier start is there, and each write is told', () => {
  const page = 'Page({ onLoad() { console.log(wx.getStorageSync("a").b); wx.setStorageSync("c", [1]); wx.removeStorageSync("a") } })'
  const rig = new Rig(project({ a: ['<view/>', page] }), {}, { a: '{"type":"Object","data":{"b":2}}' }).launch()
  expect(rig.errors).toEqual([])
  expect(rig.of('Storage.write').map(({ params }) => [Object.keys(params!.set as object), params!.remove, params!.clear])).toEqual([[['c'], [], false], [[], ['a'], false]])
})

test('timers that set timers without delay do not hold the clock for ever', () => {
  const rig = new Rig(project({ a: ['<view/>', 'Page({}); let n = 0; const again = () => { n++; if (n < 50) setTimeout(again, 0); else console.log(Date.now() % 1000) }; again()'] })).launch()
  rig.runtime.clock.advanceTo(NOW)
  expect(rig.logs).toEqual([])
  rig.runtime.clock.advanceTo(NOW + 1000)
  expect(Number(rig.logs[0])).toBeGreaterThan(100)
})

test.each([[16.7, 16], [-5, 0], ['20', 20], [NaN, 0], [Infinity, 0], [2 ** 31, 0]])('a delay of %s is %s ms', (given, ms) => {
  const rig = new Rig(project({ a: ['<view/>', `Page({}); setTimeout(() => {}, ${typeof given === 'string' ? `'${given}'` : given})`] })).launch()
  expect(rig.runtime.clock.nextDeadline()).toBe(NOW + ms)
})

test('a long jump counts as a sleep for intervals, and they end on their beat', () => {
  const rig = new Rig(project({ a: ['<view/>', 'let n = 0; Page({ n: () => n }); setInterval(() => { n++ }, 1000)'] })).launch()
  rig.runtime.clock.advanceTo(NOW + 365 * 86_400_000)
  expect(rig.drive('call', { name: 'n' })).toBeLessThan(1100)
  expect(rig.runtime.clock.nextDeadline()).toBe(NOW + 365 * 86_400_000 + 1000)
})

// -- handlers that are not there --------------------------------------------------------------------------------------

/** What the app was warned of: text, and place. */
const warned = (rig: Rig) => rig.of('App.log').filter(({ params }) => params!.level === 'warn').map(({ params }) => [params!.text, params!.where])

// WeChat's words: https://github.com/zhengguorong/xbosstrack-wechat/issues/5
test('a handler that the page has not is told when its event comes, once, with the name that is nearest', () => {
  const page = '<view id="a" bindtap="jion">a</view><view id="b" bindtap="true">b</view><view id="c" bindtap="join">c</view>'
  const rig = new Rig(project({ 'pages/a/a': [page, `Page({ join() { console.log('joined') } })`] })).launch()
  expect(warned(rig)).toEqual([])
  for (const id of 'aabc') rig.tap(`#${id}`)
  expect(warned(rig)).toEqual([
    ['Component "pages/a/a" does not have a method "jion" to handle event "tap". The nearest is join', 'pages/a/a.wxml'],
    ['Component "pages/a/a" does not have a method "true" to handle event "tap".', 'pages/a/a.wxml'],
  ])
  expect(rig.logs).toEqual(['joined'])
})

test('so is a handler of a component, for an event of its own as well; the methods of its behaviors are there', () => {
  const own = `Component({ behaviors: [Behavior({ methods: { press() { console.log('pressed') } } })], methods: { open() { this.triggerEvent('took', {}) } } })`
  const rig = new Rig(project(
    { 'pages/a/a': ['<own-a bind:took="onTok"/>', 'Page({ onTook() {} })', { usingComponents: { 'own-a': '/own/a' } }] }, {},
    { 'own/a.json': '{"component": true}', 'own/a.wxml': '<view class="x" bindtap="opne">x</view><view class="y" bindtap="press">y</view><view class="z" bindtap="open">z</view>', 'own/a.js': own },
  )).launch()
  for (const name of 'xyz') rig.tap(`.${name}`)
  expect(warned(rig).map(([text]) => text)).toEqual([
    'Component "own/a" does not have a method "opne" to handle event "tap". The nearest is open',
    'Component "pages/a/a" does not have a method "onTok" to handle event "took". The nearest is onTook',
  ])
  expect(rig.logs).toEqual(['pressed'])
})
