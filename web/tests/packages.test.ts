/** Sub-packages: https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/independent.html */
import { expect, test } from 'vitest'
import { project, Rig, settled } from './runtime-rig.ts'

const PACKAGES = { pages: ['home'], subpackages: [{ root: 'shop', pages: ['list'] }, { root: '/alone/', name: 'solo', pages: ['one'], independent: true }] }

const say = (name: string) => `console.log('${name}.js')\nPage({ onLoad() { console.log('${name}', typeof getApp(), JSON.stringify(getApp() || null)) } })`

function open(path: string, more: Record<string, string> = {}, app: object = {}): Rig {
  const pages = Object.fromEntries(['home', 'shop/list', 'alone/one'].map(name => [name, ['<view class="v"/>', say(name)] as [string, string]]))
  const files = project(pages, { ...PACKAGES, ...app }, {
    'app.js': 'console.log("app.js")\nApp({ data: 123, other: "hello", onLaunch({ path }) { console.log("launch", path) }, onShow({ path }) { console.log("show", path) } })',
    'shop/tools.js': 'console.log("tools")\nmodule.exports = { price: 7 }', ...more,
  })
  const rig = new Rig(files).launch(path)
  expect(rig.errors).toEqual([])
  return rig
}
const packages = (rig: Rig) => rig.of('App.package').map(({ params }) => params!.root)

test('a sub-package runs when one of its pages is first opened', async () => {
  const rig = open('home')
  expect(rig.logs.slice(0, 4)).toEqual(['app.js', 'launch home', 'show home', 'home.js'])
  expect(packages(rig)).toEqual([])
  for (const turn of ['navigateTo', 'redirectTo']) await rig.runtime.api[turn]({ url: '/shop/list' })
  expect(packages(rig)).toEqual(['shop/'])
  expect(rig.logs.filter(line => line === 'shop/list.js')).toHaveLength(1)
})

test('an independent sub-package starts without app.js, which comes with the first page outside of it', async () => {
  const rig = open('alone/one')
  expect(rig.logs).toEqual(['alone/one.js', 'alone/one undefined null'])
  expect(rig.of('App.package').map(({ params }) => params)).toEqual([{ instance: 'i1', root: 'alone/', name: 'solo', independent: true }])
  await rig.runtime.api.navigateTo({ url: '/shop/list' })
  expect(rig.logs.slice(2)).toEqual(['app.js', 'launch alone/one', 'show alone/one', 'shop/list.js', 'shop/list object {"data":123,"other":"hello"}'])
})

test('what an independent sub-package puts on the default app stays when the app is made', async () => {
  const script = 'const app = getApp({ allowDefault: true })\napp.data = 456\napp.global = {}\nPage({})'
  const rig = open('alone/one', { 'alone/one.js': script })
  await rig.runtime.api.navigateTo({ url: '/home' })
  expect(rig.logs.at(-1)).toBe('home object {"data":456,"global":{},"other":"hello"}')
})

test('an independent sub-package opened from the main one has the app', async () => {
  const rig = open('home')
  await rig.runtime.api.navigateTo({ url: '/alone/one' })
  expect(rig.logs.at(-1)).toContain('alone/one object')
})

test('another package cannot be required before it is there, but waited for', async () => {
  const script = `try { require('./shop/tools') } catch (error) { console.log(error.message) }
    Page({ async onLoad() { require('./shop/nowhere', () => {}, ({ mod, errMsg }) => console.log('failed', mod, errMsg.includes('not defined')))
      console.log((await require.async('./shop/tools')).price, require('./shop/tools').price) } })`
  const rig = open('home', { 'home.js': script })
  await settled()
  expect(rig.logs.slice(3)).toEqual(["module './shop/tools' is not defined, require args is './shop/tools' (in home.js)", 'tools', 'failed ./shop/nowhere true', '7 7'])
  expect(packages(rig)).toEqual(['shop/'])
})

test('preloadRule brings a package with a page, on the network it names', () => {
  const rule = (network?: string) => ({ preloadRule: { home: { packages: ['shop'], ...(network && { network }) } } })
  expect(packages(open('home', {}, rule()))).toEqual(['shop/'])
  expect(open('home', {}, rule()).logs).not.toContain('shop/list.js')
  const files = project({ home: ['<view/>', 'Page({})'] }, { ...PACKAGES, subpackages: [{ root: 'shop', pages: [] }], ...rule() })
  expect(packages(new Rig(files, { network: '4g' }).launch())).toEqual([])
})
