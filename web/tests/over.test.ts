/** What lies over a page: its events, and who goes first when the user goes back. */
import { expect, test } from 'vitest'
import { openPage } from './builtins-rig.ts'
import { project, Rig } from './runtime-rig.ts'

const EVENTS = ['beforeenter', 'enter', 'afterenter', 'beforeleave', 'leave', 'afterleave', 'clickoverlay'].map(name => `bind:${name}="log"`).join(' ')

// https://developers.weixin.qq.com/miniprogram/dev/component/page-container.html
test('a page-container tells each stage of its coming and going', () => {
  const page = openPage(`<page-container id="c" show="{{on}}" duration="200" ${EVENTS}><view/></page-container>`, { data: { on: false } })
  const told = () => page.events.splice(0).map(([type]) => type)
  expect(page.builtin('#c').data.hidden).toBe(true)
  page.page.setData({ on: true })
  expect(told()).toEqual(['beforeenter', 'enter'])
  page.timers.advance(199)
  expect(told()).toEqual([])
  page.timers.advance(1)
  expect(told()).toEqual(['afterenter'])
  page.page.setData({ on: false })
  expect(told()).toEqual(['beforeleave', 'leave'])
  expect(page.builtin('#c').data.hidden).toBe(false)
  page.timers.advance(200)
  expect(told()).toEqual(['afterleave'])
  expect(page.builtin('#c').data.hidden).toBe(true)
})

test('one that is shut before it was quite there tells no end of its coming', () => {
  const page = openPage(`<page-container show="{{on}}" ${EVENTS}/>`, { data: { on: true } })
  page.page.setData({ on: false })
  page.timers.advance(1000)
  expect(page.events.map(([type]) => type)).toEqual(['beforeenter', 'enter', 'beforeleave', 'leave', 'afterleave'])
  expect(page.over).toEqual([])
})

const CONTAINER = '<page-container show="{{on}}" bind:leave="left"><text>over</text></page-container><view class="under">under</view>'
const SCRIPT = 'Page({ data: { on: false }, left() { this.setData({ on: false }); console.log("left") }, onUnload() { console.log("gone") } })'
const sees = (rig: Rig) => rig.drive('text').split('\n')

test.each([['the user', (rig: Rig) => rig.runtime.back()], ['navigateBack', (rig: Rig) => rig.runtime.api.navigateBack()]])('%s going back closes the container, then the page', async (_, back) => {
  const rig = new Rig(project({ a: ['<view/>', 'Page({})'], b: [CONTAINER, SCRIPT] })).launch()
  await rig.runtime.api.navigateTo({ url: 'b' })
  expect(sees(rig)).toEqual(['under'])
  rig.runtime.router.top!.page.setData({ on: true })
  expect(sees(rig)).toEqual(['over', 'under'])
  await back(rig)
  expect([rig.stack, rig.logs]).toEqual([['a', 'b'], ['left']])
  rig.runtime.clock.advanceTo(rig.runtime.clock.now() + 300)
  expect(sees(rig)).toEqual(['under'])
  await back(rig)
  expect([rig.stack, rig.logs]).toEqual([['a'], ['left', 'gone']])
  expect(rig.errors).toEqual([])
})

test('two pages back at once pass a container by', async () => {
  const rig = new Rig(project({ a: ['<view/>', 'Page({})'], b: ['<view/>', 'Page({})'], c: [CONTAINER, SCRIPT.replace('on: false', 'on: true')] })).launch()
  for (const url of ['b', 'c']) await rig.runtime.api.navigateTo({ url })
  await rig.runtime.api.navigateBack({ delta: 2 })
  expect(rig.stack).toEqual(['a'])
})

test('on the first page the user closes the container before the app', () => {
  const rig = new Rig(project({ a: [CONTAINER, SCRIPT.replace('on: false', 'on: true')] })).launch()
  rig.runtime.back()
  expect(rig.of('App.exit')).toEqual([])
  rig.runtime.back()
  expect(rig.of('App.exit')).toHaveLength(1)
})

// https://developers.weixin.qq.com/miniprogram/dev/component/match-media.html
test.each([['min-width="300" max-width="600"', true], ['min-width="400"', false], ['max-height="500"', false], ['width="375"', true], ['orientation="landscape"', false]])('match-media %s in 375 × 600: %s', (rules, shown) => {
  const page = openPage(`<match-media id="m" ${rules}><view/></match-media>`)
  expect(page.builtin('#m').data.hidden).toBe(!shown)
})

test('match-media follows the window', () => {
  const page = openPage('<match-media id="m" orientation="landscape"/>')
  page.resize(800, 400)
  expect(page.builtin('#m').data.hidden).toBe(false)
})

test('a keyboard-accessory is there while its field has the keyboard', () => {
  const page = openPage('<textarea id="t"><keyboard-accessory id="k"><cover-view class="v" bindtap="log"/></keyboard-accessory></textarea>')
  const shown = () => !page.builtin('#k').data.hidden
  expect(shown()).toBe(false)
  page.builtin('#t').userFocus()
  expect(shown()).toBe(true)
  page.tap('.v')
  expect(page.events.map(([type]) => type)).toEqual(['tap'])
  page.builtin('#t').userBlur()
  expect(shown()).toBe(false)
})

test('page-meta and navigation-bar change the page they stand in', async () => {
  const meta = '<page-meta background-color="#eee" scroll-top="{{top}}"><navigation-bar title="{{title}}" front-color="#ffffff" background-color="#123456" loading/></page-meta>'
  const rig = new Rig(project({ a: ['<view/>', 'Page({})'], b: [meta, 'Page({ data: { title: "one" } })'] })).launch()
  await rig.runtime.api.navigateTo({ url: 'b' })
  rig.runtime.router.top!.page.setData({ title: 'two', top: '30' })
  expect(rig.screen.filter(([name]) => name === 'navigationBar')).toEqual([
    ['navigationBar', 'b', { pageBackground: '#eee' }], ['navigationBar', 'b', { title: 'one' }],
    ['navigationBar', 'b', { frontColor: '#ffffff', backgroundColor: '#123456', animation: { duration: 0, timingFunc: 'linear' } }],
    ['navigationBar', 'b', { loading: true }], ['navigationBar', 'b', { title: 'two' }],
  ])
  expect(rig.screen).toContainEqual(['scrollTo', 'b', { scrollTop: 30, duration: 300 }])
})
