/** Mistakes that people make in a project: each is told where it stands and what to do, in words and not in a parser's. */
import { expect, test } from 'vitest'
import { compile } from '../src/compile/index.ts'
import { placeOf } from '../src/runtime/console.ts'
import { project, Rig, settled, type Files } from './runtime-rig.ts'

const PAGE: Files = project({ p: ['<view/>', 'Page({})'] })

test.each([
  ['{\n  // the pages\n  "pages": ["p"]\n}', 2, 3, 'takes no comments'],
  ['{\n  /* the pages */ "pages": ["p"]\n}', 2, 3, 'takes no comments'],
  ['{\n  "pages": ["p"],\n  "window": {},\n}', 3, 15, 'a comma too many before }'],
  ['{ "pages": ["p", ] }', 1, 16, 'a comma too many before ]'],
  ["{ 'pages': ['p'] }", 1, 3, 'double quotes'],
  ['{ pages: ["p"] }', 1, 3, 'Keys in JSON'],
  ['{\n  "pages": ["p"]\n  "window": {}\n}', 2, 17, 'A comma is missing'],
  ['{\n  "pages": ["p"]\n', 3, 1, 'ends too early'],
  ['', 1, 1, 'ends too early'],
])('app.json %j', (text, line, column, words) => {
  const [problem] = compile({ ...PAGE, 'app.json': text }).errors
  expect([problem!.file, problem!.line, problem!.column]).toEqual(['app.json', line, column])
  expect(problem!.says.en).toContain(words)
})

test('a page that is missing is told with the one that is meant, and with the suffix of the project', () => {
  const files = { ...PAGE, 'app.ts': '', 'app.json': '{"pages": ["p", "pages/walet/wallet", "pages/nowhere"]}', 'pages/wallet/wallet.wxml': '', 'pages/wallet/wallet.ts': '' }
  expect(compile(files).errors.map(({ says }) => says.en)).toEqual([
    'The page has no file pages/walet/wallet.wxml, pages/walet/wallet.ts. Is pages/wallet/wallet meant?',
    'The page has no file pages/nowhere.wxml, pages/nowhere.ts.',
  ])
})

test('a page that is missing in a sub-package is found where that package lists it', () => {
  const app = '{\n "pages": ["p"],\n "subPackages": [\n  {"root": "one", "pages": ["index"]},\n  {"root": "two", "pages": [\n   "index"]}\n ]\n}'
  const { errors } = compile({ ...PAGE, 'app.json': app, 'one/index.wxml': '', 'one/index.js': '' })
  expect(errors.map(({ line, column }) => [line, column])).toEqual([[6, 4]])
})

test('a script that cannot be read is a warning where nothing asks for it, and throws where something does', () => {
  const broken = { 'mould/app.ts': 'import <%= name %>', 'used.js': '// fine\nlet let = 1' }
  const { errors, warnings, scripts } = compile({ ...PAGE, ...broken, 'p.js': "Page({ onLoad() { require('./used') } })" })
  expect(errors.map(({ file }) => file)).toEqual(['used.js'])
  expect(warnings.map(({ file }) => file)).toEqual(['mould/app.ts'])
  expect(() => new Function(scripts.used!)()).toThrow(SyntaxError)
  expect(scripts.used).toMatch(/^\nthrow /)
})

// Types, interfaces and enums go; what is left must stand on its own line.
test('errors and logs of TypeScript files name the .ts file and its line', () => {
  const source = `interface Item {
  id: number
}
enum Kind { A, B }
import { fail } from './lib/fail'

Page({
  data: { kind: Kind.B as Kind },
  onLoad(this: any, query: Record<string, string>) {
    const items: Array<Item> = [{ id: 1 }]
    console.log(items.length as number)
    fail<Item>(items[0]!)
  },
})`
  const files = { 'p.ts': source, 'lib/fail.ts': 'type Never = never\n\nexport function fail<T>(one: T): Never {\n  throw new Error("no luck")\n}' }
  const given: Files = { ...PAGE, ...files }
  delete given['p.js']
  const rig = new Rig(given).launch()
  const [fault] = rig.of('App.error').map(({ params }) => params as { where: string; stack: string })
  expect(fault!.where).toBe('lib/fail.ts:4')
  expect(fault!.stack).toMatch(/mp:\/\/\/p\.ts:12:/)
  expect(rig.of('App.log').map(({ params }) => params!.where)).toEqual(['p.ts:11'])
})

test('a module of a TypeScript file that is not there names that file', () => {
  const given: Files = { ...PAGE, 'p.ts': "import x from './gone'\nPage({ x })" }
  delete given['p.js']
  const rig = new Rig(given).launch()
  expect(rig.errors[0]).toContain("module './gone' is not defined, require args is './gone' (in p.ts)")
  expect(placeOf(String(rig.of('App.error')[0]!.params!.stack))).toBe('p.ts:1')
})

// Seen in vant-weapp 1.0: phones run it.
test('a component whose observer names no method, or whose property has no type, works and is warned of', () => {
  const more = { 'c/c.json': '{"component": true}', 'c/c.wxml': '<view>{{n}}</view>', 'c/c.js': 'Component({ properties: { n: { type: Number, value: 7, observer: "gone" }, odd: { type: "x" } } })' }
  const rig = new Rig(project({ p: ['<c/>', 'Page({})', { usingComponents: { c: 'c/c' } }] }, {}, more)).launch()
  expect(rig.drive('text')).toBe('7')
  expect(rig.errors).toEqual([])
  expect(rig.of('App.log').map(({ params }) => params!.text)).toEqual([
    'c/c: Cannot find method "gone" for observer of property "n".', 'c/c: the type of property "odd" is illegal',
  ])
})

test('what the engine warns of at every update is told once, with the component it is about', () => {
  const js = 'Page({ data: { list: [{}, {}] }, turn() { this.setData({ list: [{}, {}, {}] }) } })'
  const rig = new Rig(project({ p: ['<view wx:for="{{list}}" wx:key="id"/>', js] })).launch()
  for (const _ of '123') rig.drive('call', { name: 'turn' })
  expect(rig.of('App.log').map(({ params }) => params!.text)).toEqual([expect.stringMatching(/^p: Some keys are not unique/)])
})

test('what is odd in packages of others is not told, what is broken is', () => {
  const more = { 'miniprogram_npm/x/x.wxml': '<view a="1" a="2"/>', 'miniprogram_npm/x/y.wxml': '<view>' }
  const { errors, warnings } = compile({ ...PAGE, ...more })
  expect([errors.map(({ file }) => file), warnings]).toEqual([['miniprogram_npm/x/y.wxml'], []])
})

// uni-app (Vue 2) copies the number of the node to its own object and queries in that.
test('a query can be made in an object that stands in for a component', async () => {
  const js = 'Page({ onReady() { const it = { __wxExparserNodeId__: this.__wxExparserNodeId__ }; wx.createSelectorQuery().in(it).select("#a").boundingClientRect(r => this.setData({ id: r.id })).exec() } })'
  const rig = new Rig(project({ p: ['<view id="a"/>', js] })).launch()
  await settled()
  expect(rig.data.id).toBe('a')
  const { page } = rig.runtime.router.top!
  expect([Object.hasOwn(page, '__wxExparserNodeId__'), Object.keys(page).includes('__wxExparserNodeId__')]).toEqual([true, false])
})

// https://developers.weixin.qq.com/miniprogram/dev/reference/api/Page.html: more than 1024 kB may not be set at once
test.each([['one text', '"x".repeat(50 << 20)', 51200], ['many rows', 'Array.from({ length: 20000 }, (_, n) => ({ n, name: "x".repeat(60) }))', 1024]])('far too much data in %s is told once, with page and key', (_, value, least) => {
  const rig = new Rig(project({ p: ['<view>{{ok}}</view>', `Page({ onLoad() { for (const n of [1, 2]) this.setData({ ok: n, text: ${value} }) } })`] })).launch()
  const told = rig.of('App.log').map(({ params }) => String(params!.text))
  expect(told).toEqual([expect.stringMatching(/^setData p: text /)])
  expect(Number(/(\d+) KB/.exec(told[0]!)![1])).toBeGreaterThanOrEqual(least)
  expect(rig.drive('text')).toBe('2')
})

test('a template that contains itself names its page', () => {
  const rig = new Rig(project({ p: ['<template name="a"><view>x<template is="a"/></view></template><template is="a"/>', 'Page({})'] })).launch()
  expect(rig.of('App.error').map(({ params }) => [params!.where, params!.reason])).toEqual([['p.wxml', { id: 'recursion', way: '<template>' }]])
})
