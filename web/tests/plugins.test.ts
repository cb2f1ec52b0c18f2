/** Plugins are named where they would be, and the page around them lives: https://developers.weixin.qq.com/miniprogram/dev/framework/plugin/using.html */
import { expect, test } from 'vitest'
import { uses } from '../src/compile/uses.ts'
import { project, Rig, settled } from './runtime-rig.ts'

const PLUGINS = { plugins: { hello: { version: '1.2.0', provider: 'wxidxxxxxxxxxxxxxx' } } }
const missed = (rig: Rig) => rig.of('App.missing').map(({ params }) => params!.name)

test('a component of a plugin is a box that says so, with what the page puts into it', () => {
  const config = { usingComponents: { greeting: 'plugin://hello/greeting', other: 'plugin://who/x' } }
  const rig = new Rig(project({ p: ['<greeting items="{{[1]}}" bind:hi="on"><text>inside</text></greeting><other/>', 'Page({ on() {} })', config] }, PLUGINS)).launch()
  expect(rig.errors).toEqual([])
  const text = rig.drive('text')
  expect(text).toContain('plugin://hello/greeting')
  expect(text).toContain('wxidxxxxxxxxxxxxxx 1.2.0')
  expect(text).toContain('inside')
  expect(text).toContain('没有在 app.json 的 plugins 里声明')
  expect(missed(rig)).toEqual(['plugin://hello/greeting', 'plugin://who/x'])
})

test('a page of a plugin opens as a box, and one can come back', async () => {
  const rig = new Rig(project({ p: ['<navigator class="n" url="plugin://hello/hello-page?a=1"/>', 'Page({ onShow() { console.log("shown") } })'] }, PLUGINS)).launch()
  rig.tap('.n')
  await settled()
  expect(rig.stack).toEqual(['p', 'plugin://hello/hello-page'])
  expect(rig.runtime.router.top!.query).toEqual({ a: '1' })
  expect(rig.drive('text')).toContain('plugin://hello/hello-page')
  rig.runtime.back()
  expect(rig.stack).toEqual(['p'])
  expect(rig.logs).toEqual(['shown', 'shown'])
  expect(rig.errors).toEqual([])
})

test('a page of a plugin that app.json does not name is not found', async () => {
  const rig = new Rig(project({ p: ['<view/>', 'Page({})'] }, PLUGINS)).launch()
  await expect(rig.runtime.api.navigateTo({ url: 'plugin://who/page' })).rejects.toMatchObject({ errMsg: expect.stringContaining('is not found') })
})

test('what a script takes from a plugin can be read, called and waited for', async () => {
  const script = `const plugin = requirePlugin('hello')
    const { getData } = plugin
    Page({ async onLoad() {
      getData({ success() { console.log('never') } })
      const waited = await plugin.later()
      for (const one of plugin.list()) console.log(one)
      for (let i = 0; i < plugin.rows.length; i++) console.log(i)
      new plugin.Manager().start()
      plugin.onResult = () => {}
      this.setData({ at: String(waited), kept: plugin.onResult })
      console.log('through', '' + plugin.version, typeof plugin.onResult)
    } })`
  const rig = new Rig(project({ p: ['<view>{{at}}</view>', script] }, PLUGINS)).launch()
  await settled()
  expect(rig.errors).toEqual([])
  expect(rig.logs).toEqual(['through plugin://hello.version function'])
  expect(missed(rig)).toEqual(['requirePlugin("hello")', ...['getData', 'later', 'list', 'rows', 'Manager', 'version'].map(name => `plugin://hello: ${name}`)])
})

test('plugins that a project uses are found without running it', () => {
  const files = project({ p: ['<x/>', '\nrequirePlugin("hello").go()\nPage({})', { usingComponents: { x: 'plugin://hello/x' } }] }, PLUGINS)
  expect(uses(files).plugins).toEqual({ 'plugin://hello/x': 'p.json:1', 'requirePlugin("hello")': 'p.js:2' })
  expect(uses(files).components).toEqual({})
})
