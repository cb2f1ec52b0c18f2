/** What lies over a page goes before it when the user goes back. */
import { expect, test } from 'vitest'
import { project, Rig } from './runtime-rig.ts'

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
