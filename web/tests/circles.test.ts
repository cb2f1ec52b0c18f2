/** Files that go round: what is lawful runs, what is not is told with the way round, and the rest goes on. */
import { expect, test } from 'vitest'
import { compile } from '../src/compile/index.ts'
import type { Json } from '../src/runtime/types.ts'
import { project, Rig, type Files } from './runtime-rig.ts'

const PAGE = 'Page({})'
const open = (more: Files, js = PAGE, json: Json = {}) => new Rig(project({ p: [more['p.wxml'] ?? '<view/>', js, json] }, {}, more)).launch()
const faults = (rig: Rig) => rig.of('App.error').map(({ params }) => params as Json)
const warnings = (rig: Rig) => rig.of('App.log').filter(({ params }) => params!.level === 'warn').map(({ params }) => String(params!.text))

// -- templates ----------------------------------------------------------------------------------------------------

test.each([
  ['itself', { 'p.wxml': '<view>\n  <include src="p"/>top</view>' }, ['p.wxml', 2, 3], 'p.wxml → p.wxml'],
  ['one that includes it', { 'p.wxml': '<include src="/q.wxml"/>top', 'q.wxml': '<!-- <include src="p"/> -->\n <include src="./p.wxml" />' }, ['q.wxml', 2, 2], 'p.wxml → q.wxml → p.wxml'],
])('a template that includes %s is told with the way round', (_, files, place, way) => {
  const bundle = compile({ ...project({ p: ['', PAGE] }), ...files as unknown as Files })
  const [problem, ...others] = bundle.errors
  expect(others).toEqual([])
  expect([problem!.file, problem!.line, problem!.column]).toEqual(place)
  expect(problem!.says.en).toContain(way)
})

test('two files that import each other lend each other their templates', () => {
  const rig = open({
    'p.wxml': '<import src="q"/><template name="a"><view>x</view></template><template is="b"/>',
    'q.wxml': '<import src="p"/><template name="b"><view>b</view><template is="a"/></template>',
  })
  expect(rig.drive('text')).toBe('b\nx')
  expect(rig.errors).toEqual([])
})

// -- components -----------------------------------------------------------------------------------------------------

const TREE = { 'tree.json': '{"component": true, "usingComponents": {"tree": "./tree"}}', 'tree.js': 'Component({ properties: { of: Object } })' }

// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/wxml-wxss.html: a component may use itself
test('a component that uses itself under a condition is lawful', () => {
  const files = { ...TREE, 'tree.wxml': '<view>{{of.name}}</view><tree wx:for="{{of.children}}" wx:key="name" of="{{item}}"/>', 'p.wxml': '<tree of="{{root}}"/>' }
  const rig = open(files, 'Page({ data: { root: { name: "a", children: [{ name: "b", children: [{ name: "c" }] }, { name: "d" }] } } })', { usingComponents: { tree: 'tree' } })
  expect(rig.drive('text')).toBe('a\nb\nc\nd')
  expect(rig.errors).toEqual([])
})

test('one that contains itself without end says which', () => {
  const rig = open({ ...TREE, 'tree.wxml': '<view>deep<tree/></view>', 'p.wxml': '<tree/>' }, PAGE, { usingComponents: { tree: 'tree' } })
  expect(faults(rig).map(({ message, reason }) => [message, reason])).toEqual([['RangeError: Maximum call stack size exceeded', { id: 'recursion', way: 'tree → tree' }]])
})

// -- modules --------------------------------------------------------------------------------------------------------

test('modules that need each other only later are no cause for a word', () => {
  const rig = open({ 'a.js': 'const b = require("./b"); exports.one = 1; exports.f = () => b.g()', 'b.js': 'const a = require("./a"); exports.g = () => a.one' },
    'Page({ data: { n: require("./a").f() } })')
  expect(rig.data.n).toBe(1)
  expect([rig.errors, warnings(rig)]).toEqual([[], []])
})

test('exports that were replaced after they were handed out are warned of', () => {
  const rig = open({ 'a.js': 'const b = require("./b"); module.exports = { f: () => 1 }', 'b.ts': 'import a from "./a"\nexport const g = (): number => a.f()' }, 'require("./a"); Page({})')
  expect(warnings(rig)).toEqual([expect.stringContaining('a.js → b.ts → a.js')])
  expect(rig.errors).toEqual([])
})

test('an error in a file that was given half-filled exports names the circle', () => {
  const rig = open({ 'a.js': 'const b = require("./b")\nexports.f = () => 1', 'b.js': 'const { f } = require("./a")\nexports.g = () => f()' }, 'const { g } = (require("./a"), require("./b"))\nPage({ onLoad() { g() } })')
  expect(faults(rig).map(({ message, where, reason }) => [message, where, reason])).toEqual([
    ['TypeError: f is not a function', 'b.js:2', { id: 'circle', way: 'a.js → b.js → a.js', file: 'a.js' }],
  ])
})

test('an endless recursion of functions keeps its own place', () => {
  const [fault] = faults(open({}, 'const f = () => f()\nPage({ onLoad() { f() } })'))
  expect([fault!.where, fault!.reason]).toEqual(['p.js:1', undefined])
})

// -- styles ---------------------------------------------------------------------------------------------------------

test('style files that import each other are told, and their rules stay', () => {
  const { warnings: told, styles } = compile({ ...project({ p: ['<view/>', PAGE] }), 'p.wxss': '@import "q.wxss";\n.p {}', 'q.wxss': '.q {}\n@import "./p.wxss";' })
  expect(told.map(({ file, line, column }) => [file, line, column])).toEqual([['q.wxss', 2, 1]])
  expect(told[0]!.says.en).toContain('p.wxss → q.wxss → p.wxss')
  expect(styles.p!.css).toMatch(/\.q[\s\S]*\.p/)
})
