/** Files to a bundle: what each kind becomes, and where the fault is when it cannot. */
import { expect, test } from 'vitest'
import { compile } from '../src/compile/index.ts'
import { wxs } from '../src/compile/wxs.ts'
import type { Problem } from '../src/runtime/types.ts'

type Files = Record<string, string>

const PAGE: Files = { 'app.json': '{"pages": ["pages/a/a"]}', 'pages/a/a.wxml': '<view/>', 'pages/a/a.js': 'Page({})' }
const bundle = (more: Files = {}) => compile({ ...PAGE, ...more })
const place = ({ file, line, column }: Problem) => [file, line, column]
const css = (wxss: string, more: Files = {}) => bundle({ 'pages/a/a.wxss': wxss, ...more }).styles['pages/a/a']!.css.replace(/\s+/g, ' ').trim()

test('the same files give the same bundle, whatever their order', () => {
  const files = { ...PAGE, 'c/c.json': '{"component": true}', 'c/c.wxml': '<template name="x"/><template name="y"/><template name="z"/><slot/>', 'a.wxs': '', 'b.wxs': '', 'c/c.js': 'Component({})', 'c/c.wxss': '.a{}' }
  const other = Object.fromEntries(Object.entries(files).reverse())
  const [first, second] = [compile(files), compile(other)]
  expect(first.errors).toEqual([])
  expect(second.styles).toEqual(first.styles)
  expect(second.templates).toBe(first.templates)
})

test('a good project has no problems', () => {
  expect(bundle()).toMatchObject({ format: 1, errors: [], warnings: [], app: { pages: ['pages/a/a'] } })
})

// -- config -------------------------------------------------------------------------------------------------------

test('a folder without app.json is named so', () => {
  expect(compile({}).errors.map(place)).toEqual([['app.json', 0, 0]])
})

test('broken JSON is found where it breaks', () => {
  const [problem] = compile({ ...PAGE, 'pages/a/a.json': '{\n  "usingComponents": {},\n  oops\n}' }).errors
  expect(place(problem!)).toEqual(['pages/a/a.json', 3, 3])
})

test('a byte order mark before JSON is read over', () => {
  expect(bundle({ 'pages/a/a.json': '\uFEFF{"navigationBarTitleText": "A"}' }).json['pages/a/a']).toEqual({ navigationBarTitleText: 'A' })
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/basic.html
test('pages of sub-packages are pages', () => {
  const app = { pages: ['pages/a/a'], subPackages: [{ root: '/shop/', pages: ['list', 'item'] }] }
  const more = { 'shop/list.wxml': '', 'shop/list.js': '', 'shop/item.wxml': '', 'shop/item.js': '' }
  const made = bundle({ 'app.json': JSON.stringify(app), ...more })
  expect(made.errors).toEqual([])
  expect(made.app.pages).toEqual(['pages/a/a', 'shop/list', 'shop/item'])
})

test.each(['wxml', 'js'])('a page without its .%s is named where app.json lists it', suffix => {
  const app = '{\n  "pages": [\n    "pages/a/a",\n    "pages/b/b"\n  ]\n}'
  const files: Files = { ...PAGE, 'app.json': app, 'pages/b/b.wxml': '', 'pages/b/b.js': '' }
  delete files[`pages/b/b.${suffix}`]
  const [problem, ...others] = compile(files).errors
  expect(others).toEqual([])
  expect(place(problem!)).toEqual(['app.json', 4, 5])
  expect(problem!.says.en).toContain(`pages/b/b.${suffix}`)
})

test('app.json without pages says so', () => {
  expect(compile({ 'app.json': '{}' }).errors[0]!.says.en).toContain('pages')
})

// https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html#tabBar
test('a tab whose page is no page is an error', () => {
  const app = { pages: ['pages/a/a'], tabBar: { list: [{ pagePath: 'pages/a/a', text: 'A' }, { pagePath: 'pages/b/b', text: 'B' }] } }
  const [problem] = bundle({ 'app.json': JSON.stringify(app, null, 1) }).errors
  expect(problem!.says.en).toContain('pages/b/b')
  expect(problem!.file).toBe('app.json')
})

// -- scripts ------------------------------------------------------------------------------------------------------

test('a script that cannot be read is found by line and column', () => {
  const [problem] = bundle({ 'pages/a/a.js': 'Page({\n  data: {},\n  onLoad( {\n})' }).errors
  expect(place(problem!).slice(0, 2)).toEqual(['pages/a/a.js', 4])
  expect(problem!.says.en).not.toMatch(/\(\d+:\d+\)/)
})

test('so is one with import and export', () => {
  const [problem] = bundle({ 'pages/a/a.js': "import x from './x'\nconst = 1\n" }).errors
  expect(place(problem!).slice(0, 2)).toEqual(['pages/a/a.js', 2])
})

test('import, export and types go, lines stay', () => {
  const source = "import type { A } from './a'\nimport { b } from './b'\n\nexport const c: number = b as number\nexport default (x?: string): string => x ?? ''\n"
  const made = bundle({ 'util.ts': source }).scripts.util!
  expect(made.split('\n')[3]).toContain('exports.c = ')
  expect(made).toContain("require('./b')")
  expect(made).not.toContain("require('./a')")
})

test('modern syntax is left alone', () => {
  const source = 'const f = async () => { for await (const x of y?.z ?? []) { await x } }'
  expect(bundle({ 'util.js': source }).scripts.util).toBe(source)
})

// -- templates ----------------------------------------------------------------------------------------------------

test('a tag that is not closed is found where it is', () => {
  const [problem] = bundle({ 'pages/a/a.wxml': '<view>\n  <text>a</view>\n' }).errors
  expect(problem!.file).toBe('pages/a/a.wxml')
  expect(place(problem!)).toEqual(['pages/a/a.wxml', 2, 4])
})

test.each(['<import src="../../t"/>', '<include src="../../t.wxml"/>'])('%s of a file that is not there is an error', tag => {
  const [problem] = bundle({ 'pages/a/a.wxml': `<view/>\n${tag}` }).errors
  expect(place(problem!).slice(0, 2)).toEqual(['pages/a/a.wxml', 2])
  expect(problem!.says.en).toContain('t.wxml')
  expect(bundle({ 'pages/a/a.wxml': `<view/>\n${tag}`, 't.wxml': '' }).errors).toEqual([])
})

test('so is a WXS file that is not there', () => {
  const wxml = '<wxs module="m" src="./m.wxs"/>'
  expect(bundle({ 'pages/a/a.wxml': wxml }).errors).toHaveLength(1)
  expect(bundle({ 'pages/a/a.wxml': wxml, 'pages/a/m.wxs': '' }).errors).toEqual([])
})

test.each(['class:on="{{a}}"', 'style:color="red"'])('%s is refused, as the engine cannot run it', attribute => {
  const [problem, ...others] = bundle({ 'pages/a/a.wxml': `<view>\n  <view ${attribute}/>\n</view>` }).errors
  expect(others).toEqual([])
  expect(place(problem!)).toEqual(['pages/a/a.wxml', 2, 9])
})

test('a class on a block is not worth a word', () => {
  const { errors, warnings } = bundle({ 'pages/a/a.wxml': '<block wx:if="{{a}}"\n class="b"><view/></block>' })
  expect([errors, warnings]).toEqual([[], []])
})

const NEAR = (path: string, near: string) => `There is no file "${path}"; the nearest is "${near}".`

test.each<[string, [number, number, string][]]>([
  ["const a = 1\nconst b = require('../../utils/utl')", [[2, 19, NEAR('../../utils/utl', '../../utils/util')]]],
  ["import { a } from './utils/util'\na()", [[1, 19, NEAR('./utils/util', '../../utils/util')]]],
  ["Page({ async a() { await require.async('/utils/uitl.js') } })", [[1, 40, NEAR('/utils/uitl.js', '/utils/util')]]],
  ["require('util/util')", [[1, 9, NEAR('util/util', '../../utils/util')]]],
  ["require('../../lib/api/')", [[1, 9, NEAR('../../lib/api/', '../../server/api/index')]]],
  ["require('./nothing-like-it')", [[1, 9, 'There is no file "./nothing-like-it".']]],
  ["require('../../utils/util.js'); require('./helper'); require('/server/api'); require('utils/util'); require('dayjs')", []],
  ["// require('./gone')\nconst text = \"require('./gone')\"", []],
  ["try { require('./gone') } catch {}", []],
  ["(function (modules) {})({ 1: function (require, module) { require('./gone') } })", []],
  ["const { a } = require('missing-package'); var b = { require: c => c }.require('./gone')", []],
])('a file that is not there is told with the nearest that is: %s', (js, wanted) => {
  const { errors, warnings } = bundle({
    'pages/a/a.js': js, 'pages/a/helper.js': '', 'utils/util.js': '', 'server/api/index.js': '', 'unused.js': "require('./gone')",
    'miniprogram_npm/dayjs/index.js': "require('./gone')", 'miniprogram_npm/gone/index.js': '',
  })
  expect(errors).toEqual([])
  expect(warnings.map(({ line, column, says }) => [line, column, says.en])).toEqual(wanted)
})

test('an import of types alone asks for no file', () => {
  expect(bundle({ 'pages/a/a.ts': "import type { A } from './gone'\nexport const a: A = 1" }).warnings).toEqual([])
})

test.each([
  ['<view bindtap="jion"/>', [[1, 16, 'There is no method jion for the event tap; the nearest is join.']]],
  ['<!-- a\n b -->\n<view capture-catch:longpress=\'joins\'/>', [[3, 32, 'There is no method joins for the event longpress; the nearest is join.']]],
  ['<view bindtap="join" catchtouchmove="true" bind:tap="{{jion}}"/>', []],
  ['<!-- <view bindtap="jion"/> -->', []],
  ['<view bindtap="shaer"/>', []],
  ['<view bindtap="nothing"/>', []],
])('a handler that no script has is a slip where one is much like it: %s', (wxml, wanted) => {
  const { errors, warnings } = bundle({
    'pages/a/a.wxml': wxml, 'pages/a/a.js': 'Page({ join() {}, share() {} })', 'shared.js': "exports.made = name => ({ [name]: 1 }); exports.made('shaer')",
  })
  expect(errors).toEqual([])
  expect(warnings.map(({ line, column, says }) => [line, column, says.en])).toEqual(wanted)
})

test('what is commented out or mere text is not refused', () => {
  expect(bundle({ 'pages/a/a.wxml': '<!-- <view class:on="{{a}}"/> --><text>use style:color="red"</text>' }).errors).toEqual([])
})

// -- WXS: https://developers.weixin.qq.com/miniprogram/dev/reference/wxs/ -------------------------------------------

const run = (source: string) => {
  const module = { exports: {} as any }
  // eslint-disable-next-line no-new-func -- WXS is run as the bundle runs it
  new Function('module', '__ctor', wxs(source))(module, (x: unknown) => Object.prototype.toString.call(x).slice(8, -1))
  return module.exports
}

test.each([['[]', 'Array'], ['({})', 'Object'], ['"a"', 'String'], ['(1)', 'Number'], ['f()[0].a', 'Array'], ['((f)())[0]', 'Object'], ['f()[0]?.a', 'Array']])('in WXS %s.constructor is a text', (value, name) => {
  expect(run(`function f() { return [{a: []}] }\nmodule.exports = ${value}.constructor === '${name}'`)).toBe(true)
})

test('a text that reads .constructor stays', () => {
  expect(run("module.exports = 'a.constructor'")).toBe('a.constructor')
})

test('a pattern of getRegExp keeps its backslashes', () => {
  expect(wxs(String.raw`getRegExp('^\d+$')`)).toBe(String.raw`getRegExp("^\\d+$")`)
  expect(wxs(String.raw`getRegExp('^\\d+$')`)).toBe(String.raw`getRegExp("^\\d+$")`)
})

test('a WXS file is required without its suffix', () => {
  expect(wxs("var a = require('../lib/a.wxs')")).toBe('var a = require("../lib/a")')
})

test('faults of WXS, in a file or in a template, have their line', () => {
  expect(bundle({ 'a.wxs': 'var a = 1\nvar = 2' }).errors.map(place)).toEqual([['a.wxs', 2, 5]])
  const [problem] = bundle({ 'pages/a/a.wxml': '<view/>\n<wxs module="m">\nvar = 2\n</wxs>' }).errors
  expect(place(problem!).slice(0, 2)).toEqual(['pages/a/a.wxml', 3])
})

// -- WXSS: https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxss.html --------------------------------

test('tags are wx-tags, keyframes stay', () => {
  expect(css('page, view.a > text::after { color: red } @keyframes k { from { top: 0 } 50% { top: 1px } }'))
    .toBe('wx-page, wx-view.a > wx-text::after { color: red } @keyframes k { from { top: 0 } 50% { top: 1px } }')
})

test('imports come before the rules, each with its own files', () => {
  const more = { 'lib/base.wxss': '@import "./more.wxss";\n.b { background: url("../img/b.png") }', 'lib/more.wxss': '.m{}' }
  expect(css('@import "../../lib/base.wxss";\n.a { background: url(./a.png) no-repeat, url(data:image/png;base64,xx) }', more))
    .toBe('.m{} .b { background: url("wxasset:/img/b.png") } .a { background: url("wxasset:/pages/a/a.png") no-repeat, url(data:image/png;base64,xx) }')
})

test('a picture that is written out keeps the addresses in it', () => {
  const mask = `url("data:image/svg+xml,%3Csvg%3E%3Cpath fill='url(%23a)' mask='url(b.svg)'/%3E%3C/svg%3E")`
  expect(css(`.a { -webkit-mask: ${mask} 0 0 / cover, url('./b.png'), url( c.png ), url(#d) }`))
    .toBe(`.a { -webkit-mask: ${mask} 0 0 / cover, url("wxasset:/pages/a/b.png"), url("wxasset:/pages/a/c.png"), url(#d) }`)
})

test("ids in a component's rules are its own, as its classes are; those of a page stay", () => {
  const { styles } = bundle({ 'c/c.json': '{"component": true}', 'c/c.wxml': '<view id="a"/>', 'c/c.js': 'Component({})', 'c/c.wxss': '#a.b {}', 'pages/a/a.wxss': '#a .b {}' })
  expect(styles['c/c']!.css).toBe(`#${styles['c/c']!.scope}--a.${styles['c/c']!.scope}--b {}`)
  expect(styles['pages/a/a']!.css).toBe('#a .b {}')
})

test('files that import each other end', () => {
  expect(css('@import "./b"; .a{}', { 'pages/a/b.wxss': '.b{}' })).toBe('.b{} .a{}')
  expect(css('@import "./b.wxss"; .a{}', { 'pages/a/b.wxss': '@import "./a.wxss"; .b{}' })).toBe('.b{} .a{}')
})

test('a missing import is named where it is asked for', () => {
  const [problem] = bundle({ 'pages/a/a.wxss': '.a{}\n@import "./gone.wxss";' }).errors
  expect(place(problem!)).toEqual(['pages/a/a.wxss', 2, 1])
  expect(problem!.says.en).toContain('pages/a/gone.wxss')
})

test('broken WXSS is found by line and column', () => {
  expect(bundle({ 'pages/a/a.wxss': '.a {\n  color: red;\n' }).errors.map(place)).toEqual([['pages/a/a.wxss', 1, 1]])
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/wxml-wxss.html
test.each([
  [{ component: true }, true], [{ component: true, styleIsolation: 'apply-shared' }, true], [{ component: true, styleIsolation: 'shared' }, false],
  [{}, false], [{ styleIsolation: 'isolated' }, true], [{ styleIsolation: 'page-shared' }, false],
])('with %j the classes have a scope of their own: %s', (json, own) => {
  const { styles } = bundle({ 'c/c.json': JSON.stringify(json), 'c/c.wxml': '', 'c/c.js': '', 'c/c.wxss': '.a .b:not(.c) {} :host {}' })
  const { scope, css: text } = styles['c/c']!
  expect(scope !== '').toBe(own)
  if (own) expect(text).toBe(`.${scope}--a .${scope}--b:not(.${scope}--c) {} :where([wx-host="${scope}"]) {}`)
})
