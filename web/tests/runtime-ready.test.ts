/** The ready lifetime. https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/lifetimes.html */
import { expect, test } from 'vitest'
import { project, Rig, settled } from './runtime-rig.ts'

const part = (name: string) => `Component({ attached() { console.log('${name} attached') }, lifetimes: { ready() { console.log('${name} ready') } } })`

const FILES = project(
  { 'pages/a/a': ['<outer><inner/></outer><inner wx:if="{{more}}"/>', "Page({ onShow() { console.log('show') }, onReady() { console.log('page ready') } })", { usingComponents: { outer: '/c/outer', inner: '/c/inner' } }] },
  {},
  { 'c/outer.json': '{"component": true}', 'c/outer.wxml': '<slot/>', 'c/outer.js': part('outer'), 'c/inner.json': '{"component": true}', 'c/inner.wxml': '', 'c/inner.js': part('inner') },
)

test('components are ready after the page is shown and before the page is, inner ones first', () => {
  const rig = new Rig(FILES).launch()
  expect(rig.logs).toEqual(['outer attached', 'inner attached', 'show', 'inner ready', 'outer ready', 'page ready'])
})

test('a component that comes later gets ready once', async () => {
  const rig = new Rig(FILES).launch()
  rig.sent.length = 0
  rig.runtime.router.top!.page.setData({ more: true })
  await settled()
  expect(rig.logs).toEqual(['inner attached', 'inner ready'])
})
