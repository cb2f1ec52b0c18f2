/** Custom components and templates of a project: https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/ */
import { expect, test, vi } from 'vitest'
import { select } from '../src/runtime/find.ts'
import { project, Rig, type Files } from './runtime-rig.ts'

type Part = [wxml: string, js: string, json?: object, wxss?: string]

/** A page `p` that uses the components given by tag, each in a file `c/tag`. */
function open(wxml: string, js: string, parts: Record<string, Part> = {}, more: Files = {}): Rig {
  const files: Files = {}
  for (const [tag, [own, script, json = {}, wxss]] of Object.entries(parts)) {
    Object.assign(files, { [`c/${tag}.wxml`]: own, [`c/${tag}.js`]: script, [`c/${tag}.json`]: JSON.stringify({ component: true, ...json }) })
    if (wxss) files[`c/${tag}.wxss`] = wxss
  }
  const usingComponents = Object.fromEntries(Object.keys(parts).map(tag => [tag, `/c/${tag}`]))
  const rig = new Rig(project({ p: [wxml, js, { usingComponents }] }, {}, { ...files, ...more })).launch()
  expect(rig.errors).toEqual([])
  expect(rig.of('App.missing')).toEqual([])
  return rig
}

const reads = (rig: Rig) => rig.drive('text')

// -- templates: https://developers.weixin.qq.com/miniprogram/dev/reference/wxml/ --------------------------------------

test('lists, conditions and a key', () => {
  const rig = open('<view wx:for="{{list}}" wx:key="id" wx:for-item="one" wx:for-index="i"><text wx:if="{{one.on}}">{{i}}{{one.id}}</text><text wx:elif="{{i > 1}}">late</text><text wx:else>no</text></view>',
    'Page({ data: { list: [{ id: "a", on: true }, { id: "b" }, { id: "c" }] }, turn() { this.setData({ list: this.data.list.reverse() }) } })')
  expect(reads(rig)).toBe('0a\nno\nlate')
  rig.drive('call', { name: 'turn' })
  expect(reads(rig)).toBe('no\nno\n2a')
})

test('templates, imports and includes', () => {
  const more = { 't/t.wxml': '<template name="row"><view>{{name}} {{n + 1}}</view></template>', 't/foot.wxml': '<view>foot {{n}}</view>' }
  const rig = open('<import src="t/t.wxml"/><template is="row" data="{{name: \'x\', n}}"/><template is="{{which}}" data="{{...more}}"/><include src="/t/foot"/>',
    'Page({ data: { n: 1, which: "row", more: { name: "y", n: 5 } } })', {}, more)
  expect(reads(rig)).toBe('x 2\ny 6\nfoot 1')
})

test('WXS in a file and in the page', () => {
  const more = { 'f/money.wxs': 'var unit = require("./unit.wxs"); module.exports = { show: function (n) { return unit.sign + (n / 100).toFixed(2) } }', 'f/unit.wxs': 'module.exports.sign = "¥"' }
  const wxml = '<wxs src="f/money.wxs" module="money"/><wxs module="m">exports.kind = function (x) { return x.constructor === "Array" ? "list" : x.constructor }</wxs><view>{{money.show(price)}} {{m.kind([])}} {{m.kind("")}}</view>'
  expect(reads(open(wxml, 'Page({ data: { price: 1250 } })', {}, more))).toBe('¥12.50 list String')
})

test('dataset, mark, target and currentTarget of a tap', () => {
  const rig = open('<view bindtap="tap" data-outer-name="o" mark:a="1" id="out"><view class="in" data-n="{{2}}" mark:b="{{3}}" id="inner">x</view></view>',
    'Page({ tap(e) { this.setData({ e: [e.type, e.target.id, e.target.dataset, e.currentTarget.id, e.currentTarget.dataset, e.mark] }) } })')
  rig.tap('.in')
  expect(rig.data.e).toEqual(['tap', 'inner', { n: 2 }, 'out', { outerName: 'o' }, { a: '1', b: 3 }])
})

test('catch stops a tap, capture hears it first, mut-bind binds once', () => {
  const rig = open('<view bindtap="a" capture-bind:tap="c"><view catchtap="b"><view mut-bind:tap="m"><view class="in" mut-bind:tap="n"/></view></view></view>',
    'const say = x => () => console.log(x); Page({ a: say("a"), b: say("b"), c: say("c"), m: say("m"), n: say("n") })')
  rig.tap('.in')
  expect(rig.logs).toEqual(['c', 'n', 'b'])
})

// -- components -------------------------------------------------------------------------------------------------------

test('lifetimes of components, and of the page they are on', async () => {
  const say = "const say = what => () => console.log(what)\n"
  const part: Part = ['<view/>', `${say}Component({ lifetimes: { created: say('created'), attached: say('attached'), ready: say('ready'), detached: say('detached') }, pageLifetimes: { show: say('shown'), hide: say('hidden') } })`]
  const rig = open('<one wx:if="{{on}}"/>', `${say}Page({ data: { on: true }, onLoad: say('load'), onShow: say('show'), onReady: say('page ready'), off() { this.setData({ on: false }) } })`, { one: part })
  expect(rig.logs.slice(0, 2)).toEqual(['created', 'attached'])
  expect(rig.logs.slice(2).sort()).toEqual(['load', 'page ready', 'ready', 'show', 'shown'])
  rig.sent.length = 0
  rig.event('hide').event('show', { path: 'p', query: {}, scene: 1 })
  expect(rig.logs).toEqual(['hidden', 'show', 'shown'])
  rig.drive('call', { name: 'off' })
  expect(rig.logs.at(-1)).toBe('detached')
})

test('properties with defaults, observers and events', () => {
  const part: Part = ['<view class="in" bindtap="tap">{{title}} {{n}} {{double}}</view>', `Component({
    properties: { title: { type: String, value: 'none' }, n: { type: Number, observer(now, before) { console.log(before + '>' + now) } }, list: Array },
    data: { double: 0 }, observers: { n(n) { this.setData({ double: n * 2 }) } },
    methods: { tap() { this.triggerEvent('pick', { n: this.data.n }, { bubbles: true }) } } })`]
  const rig = open('<one n="{{n}}" bind:pick="picked" list="{{[1]}}"/>', 'Page({ data: { n: 3 }, picked(e) { this.setData({ n: e.detail.n + 1 }) } })', { one: part })
  expect(reads(rig)).toBe('none 3 6')
  rig.tap('.in')
  expect(reads(rig)).toBe('none 4 8')
  expect(rig.logs).toEqual(['0>3', '3>4'])
})

test('slots, one and several by name', () => {
  const one: Part = ['<view>[<slot/>]</view>', 'Component({})']
  const two: Part = ['<view><slot name="b"/>-<slot name="a"/></view>', 'Component({ options: { multipleSlots: true } })']
  expect(reads(open('<one>x</one><two><text slot="a">A</text><text slot="b">B</text></two>', 'Page({})', { one, two }))).toBe('[x]\nB-A')
})

test('behaviors, of behaviors too, and their merge', () => {
  const more = { 'b/base.js': 'module.exports = Behavior({ data: { a: 1, deep: { x: 1 } }, lifetimes: { attached() { console.log("base") } }, methods: { hello() { return "base " + this.data.a } } })', 'b/more.js': 'module.exports = Behavior({ behaviors: [require("./base")], properties: { p: { type: String, value: "p" } }, lifetimes: { attached() { console.log("more") } } })' }
  const part: Part = ['<view>{{a}}{{p}}{{deep.x}}{{deep.y}}</view>', 'Component({ behaviors: [require("../b/more")], data: { a: 2, deep: { y: 3 } }, lifetimes: { attached() { console.log("own " + this.hello()) } } })']
  const rig = open('<one/>', 'Page({})', { one: part }, more)
  expect(reads(rig)).toBe('2p13')
  expect(rig.logs).toEqual(['base', 'more', 'own base 2'])
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/relations.html
test('relations tell parent and child of each other', () => {
  const list: Part = ['<slot/>', `Component({ relations: { './item': { type: 'descendant', linked(t) { console.log('child ' + t.data.n) } } }, methods: { all() { return this.getRelationNodes('./item').map(n => n.data.n) } } })`]
  const item: Part = ['<view>{{n}}</view>', `Component({ properties: { n: Number }, relations: { './list': { type: 'ancestor', linked(t) { console.log('parent ' + (typeof t.all)) } } } })`]
  const rig = open('<list id="l"><item n="{{1}}"/><view><item n="{{2}}"/></view></list>', 'Page({ seen() { return this.selectComponent("#l").all() } })', { list, item })
  expect(rig.drive('call', { name: 'seen' })).toEqual([1, 2])
  expect(rig.logs.sort()).toEqual(['child 1', 'child 2', 'parent function', 'parent function'])
})

test('selectComponent, selectAllComponents, the owner, and what a component exports', () => {
  const one: Part = ['<view/>', 'Component({ properties: { n: Number }, methods: { owner() { return this.selectOwnerComponent().data.name } } })']
  const two: Part = ['<view/>', 'Component({ behaviors: ["wx://component-export"], export() { return { only: "this" } } })']
  const rig = open('<one class="c" n="{{1}}"/><one class="c" n="{{2}}"/><two id="two"/>',
    'Page({ data: { name: "page" }, seen() { return [this.selectAllComponents(".c").map(c => c.data.n), this.selectComponent(".c").owner(), this.selectComponent("#two"), this.selectComponent("#gone")] } })', { one, two })
  expect(rig.drive('call', { name: 'seen' })).toEqual([[1, 2], 'page', { only: 'this' }, null])
})

test('generics: the page says which component a part is', () => {
  const list: Part = ['<view wx:for="{{[1, 2]}}" wx:key="*this"><row n="{{item}}"/></view>', 'Component({})', { componentGenerics: { row: { default: './plain' } } }]
  const plain: Part = ['<text>plain {{n}}</text>', 'Component({ properties: { n: Number } })']
  const fancy: Part = ['<text>fancy {{n}}</text>', 'Component({ properties: { n: Number } })']
  expect(reads(open('<list/><list generic:row="fancy"/>', 'Page({})', { list, plain, fancy }))).toBe('plain 1\nplain 2\nfancy 1\nfancy 2')
})

test('components that use each other, and pages made with Component', () => {
  const tree: Part = ['<text>{{depth}}</text><tree wx:if="{{depth && depth < 3}}" depth="{{depth + 1}}"/>', 'Component({ properties: { depth: Number } })', { usingComponents: { tree: './tree' } }]
  const rig = open('<tree depth="{{1}}"/>', 'Component({ methods: { onLoad() { this.setData({ loaded: true }) } } })', { tree })
  expect(reads(rig)).toBe('123')
  expect(rig.data.loaded).toBe(true)
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/component.html
test('a page made with Component gets its query as properties', () => {
  const rig = new Rig(project({ p: ['<view>{{id}}</view>', 'Component({ properties: { id: String }, lifetimes: { attached() { console.log("id " + this.data.id) } } })', { component: true }] })).launch('p', { query: { id: '7', other: 'x' } })
  expect(reads(rig)).toBe('7')
  expect(rig.errors).toEqual([])
})

test('components are registered under the file being loaded, whoever calls Component', () => {
  const more = { 'lib/make.js': 'module.exports = o => Component(Object.assign({ properties: { t: String } }, o))' }
  const one: Part = ['<text>{{t}}{{n}}</text>', 'require("../lib/make")({ data: { n: 1 } })']
  const two: Part = ['<text>{{t}}{{n}}</text>', 'require("../lib/make")({ data: { n: 2 } })']
  expect(reads(open('<one t="a"/><two t="b"/>', 'Page({})', { one, two }, more))).toBe('a1b2')
})

test('a property named dataset does no harm', () => {
  const one: Part = ['<view>{{dataset.x}}</view>', 'Component({ properties: { dataset: Object } })']
  expect(reads(open('<one dataset="{{ {x: 1} }}"/>', 'Page({})', { one }))).toBe('1')
})

test('pure data are not drawn but observed', () => {
  const one: Part = ['<view>{{_hidden}}{{n}}</view>', 'Component({ options: { pureDataPattern: /^_/ }, data: { _hidden: 1, n: 0 }, observers: { _hidden(v) { this.setData({ n: v * 10 }) } }, lifetimes: { attached() { this.setData({ _hidden: 2 }) } } })']
  expect(reads(open('<one/>', 'Page({})', { one }))).toBe('20')
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/wxml-wxss.html
test.each([
  ['isolated', {}, 'Component({})', true, false],
  ['apply-shared in JSON', { styleIsolation: 'apply-shared' }, 'Component({})', true, true],
  ['apply-shared in JS', {}, 'Component({ options: { styleIsolation: "apply-shared" } })', true, true],
  ['addGlobalClass in JS', {}, 'Component({ options: { addGlobalClass: true } })', true, true],
  ['JSON before JS', { styleIsolation: 'isolated' }, 'Component({ options: { styleIsolation: "apply-shared" } })', true, false],
  ['shared', { styleIsolation: 'shared' }, 'Component({})', false, false],
])('style isolation: %s', (_, json, js, own, both) => {
  const rig = open('<one/>', 'Page({})', { one: ['<view class="a"/>', js, json, '.a{}'] })
  const page = rig.runtime.router.top!.root.getComponent()
  const [one] = select(page, 'one')
  const shared = page.getComponentOptions().styleScope
  const { styleScope, extraStyleScope } = one.getComponentOptions()
  expect([styleScope !== shared, extraStyleScope === shared]).toEqual([own, both])
})

test('external classes', () => {
  const rig = open('<one my-class="red big"/>', 'Page({})', { one: ['<view class="own my-class"/>', 'Component({ externalClasses: ["my-class"] })', {}, '.own{}'] })
  const [inner] = select(rig.runtime.router.top!.root.getComponent(), '.own')
  expect(inner.class).toBe('own my-class')
  expect(rig.drive('exists', { selector: '.own' })).toBe(true)
})

test('a component that is not there is told once and leaves the rest standing', () => {
  const rig = new Rig(project({ p: ['<gone>in it</gone><view>here</view>', 'Page({})', { usingComponents: { gone: '/c/gone' } }] })).launch()
  expect(rig.of('App.missing').map(({ params }) => params!.name)).toEqual(['<gone> (/c/gone)'])
  expect(reads(rig)).toContain('here')
})

test('a component whose script fails is told, and the page stands', () => {
  const rig = new Rig(project({ p: ['<bad/><view>here</view>', 'Page({})', { usingComponents: { bad: '/c/bad' } }] }, {}, { 'c/bad.wxml': '<view/>', 'c/bad.js': 'throw new Error("bad")', 'c/bad.json': '{"component":true}' })).launch()
  expect(rig.errors).toEqual(['Error: bad'])
  expect(reads(rig)).toContain('here')
})

test.each([['attached'], ['created'], ['ready']])('one that throws in %s too', lifetime => {
  const rig = new Rig(project({ p: ['<bad/><view>here</view>', 'Page({})', { usingComponents: { bad: '/c/bad' } }] }, {}, { 'c/bad.wxml': '<view>me</view>', 'c/bad.js': `Component({ lifetimes: { ${lifetime}() { throw new Error('bad') } } })`, 'c/bad.json': '{"component":true}' })).launch()
  expect(rig.errors).toEqual(['Error: bad'])
  expect(reads(rig)).toBe('me\nhere')
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors.html
test('wx://form-field makes a custom component a field of its form', () => {
  const one: Part = ['<view/>', 'Component({ behaviors: ["wx://form-field"], lifetimes: { attached() { this.setData({ value: 5 }) } } })']
  const rig = open('<form bindsubmit="sent"><one name="mine"/><input name="other" value="x"/><button form-type="submit">ok</button></form>', 'Page({ sent(e) { this.setData({ sent: e.detail.value }) } })', { one })
  rig.tap('button')
  expect(rig.data.sent).toEqual({ mine: 5, other: 'x' })
})

// https://developers.weixin.qq.com/miniprogram/dev/framework/view/interactive-animation.html
test('WXS handlers get the component, keep state, set styles and call the page', () => {
  const wxml = `<wxs module="m">
    module.exports = {
      tap: function (event, owner) {
        var state = event.instance.getState(); state.n = (state.n || 0) + 1
        event.instance.setStyle({ marginLeft: state.n + 'px' }).addClass('on'); owner.selectComponent('#b').setStyle('top:1px')
        owner.callMethod('heard', { n: state.n, on: event.instance.hasClass('on'), data: event.instance.getDataset() })
        return false
      },
      changed: function (now, before, owner, instance) { owner.callMethod('heard', [now, before, instance.getDataset().k]) } }
    </wxs><view bindtap="outer"><view id="a" class="own" data-k="v" bindtap="{{m.tap}}" change:prop="{{m.changed}}" prop="{{x}}">{{x}}</view></view><view id="b"/>`
  const rig = open(wxml, 'Page({ data: { x: 1 }, heard(v) { console.log(JSON.stringify(v)) }, outer() { console.log("outer") } })')
  rig.runtime.clock.advanceTo(rig.runtime.clock.now())
  rig.tap('#a')
  rig.tap('#a')
  rig.runtime.router.top!.page.setData({ x: 2 })
  expect(rig.logs).toEqual(['[1,null,"v"]', '{"n":1,"on":true,"data":{"k":"v"}}', '{"n":2,"on":true,"data":{"k":"v"}}', '[2,1,"v"]'])
  const [a] = select(rig.runtime.router.top!.root.getComponent(), '#a')
  expect(a.class).toBe('own')
})

// https://developers.weixin.qq.com/miniprogram/dev/api/ui/animation/wx.createAnimation.html
test('an animation plays its steps on the clock', () => {
  const rig = open('<view id="a" animation="{{moves}}"/>', `Page({ go() {
    const a = wx.createAnimation({ duration: 100 }); a.translateX(10).opacity(0.5).step(); a.rotate(90).step({ duration: 50, timingFunction: 'ease' }); this.setData({ moves: a.export() }) } })`)
  const [a] = select(rig.runtime.router.top!.root.getComponent(), '#a')
  const styles: string[] = []
  const set = a.setNodeStyle
  a.setNodeStyle = (text: string, segment: number) => { styles.push(text); set.call(a, text, segment) }
  rig.drive('call', { name: 'go' })
  rig.runtime.clock.advanceTo(rig.runtime.clock.now() + 99)
  expect(styles).toEqual(['transition:all 100ms linear 0ms;transform:translateX(10px);transform-origin:50% 50% 0;opacity:0.5'])
  rig.runtime.clock.advanceTo(rig.runtime.clock.now() + 1)
  expect(styles[1]).toContain('all 50ms ease 0ms;transform:translateX(10px) rotate(90deg)')
})

// https://developers.weixin.qq.com/miniprogram/dev/api/wxml/wx.createSelectorQuery.html
test('a selector query without a screen answers with zeros', async () => {
  const rig = open('<view id="a" data-x="1">x</view>', `Page({ ask() {
    wx.createSelectorQuery().select('#a').boundingClientRect(r => console.log(JSON.stringify(r))).select('#gone').boundingClientRect().selectAll('#a').fields({ size: true, dataset: true }).selectViewport().scrollOffset()
      .exec(all => console.log(all.length + ' ' + JSON.stringify(all))) } })`)
  rig.drive('call', { name: 'ask' })
  await vi.waitFor(() => expect(rig.logs).toHaveLength(2))
  expect(rig.errors).toEqual([])
  expect(JSON.parse(rig.logs[0]!)).toMatchObject({ id: 'a', dataset: { x: '1' }, left: 0, top: 0, width: 0, height: 0 })
  expect(rig.logs[1]).toMatch(/^4 /)
})

// -- the door of tests ------------------------------------------------------------------------------------------------

test('finding: by text, by tag, by data, in slots and components; and clear words when it fails', () => {
  const one: Part = ['<view><button class="in" data-id="7" bindtap="tap">inside</button></view>', 'Component({ methods: { tap() { this.triggerEvent("go") } } })']
  const rig = open('<one bindgo="went"/><view hidden><text>unseen</text></view><view wx:for="{{[1, 2]}}" wx:key="*this" data-id="{{item}}" class="row">row {{item}}</view>', 'Page({ data: { went: 0 }, went() { this.setData({ went: this.data.went + 1 }) } })', { one })
  rig.drive('tap', { text: 'inside' })
  rig.tap('button')
  rig.tap('view button.in[data-id="7"]')
  expect(rig.data.went).toBe(3)
  expect(rig.drive('text', { selector: '.row[data-id="2"]' })).toBe('row 2')
  expect(reads(rig)).toBe('inside\nrow 1\nrow 2')
  expect(() => rig.tap('.row')).toThrow('2 elements match .row')
  expect(() => rig.drive('tap', { text: 'insid' })).toThrow(/nothing on p matches "insid".*inside/s)
})

test('finding: by any attribute, and a field by what one reads in it', () => {
  const rig = open('<view class="row"><input placeholder="Your name" bindinput="typed" data-at="a b"/><input type="number" placeholder="Age" bindinput="typed"/></view><slider max="7" bindchange="typed"/>', 'Page({ data: { all: [] }, typed(e) { this.setData({ all: [...this.data.all, e.detail.value] }) } })')
  rig.drive('input', { selector: 'input[placeholder="Your name"]', value: 'Anna' })
  rig.drive('input', { selector: '.row > [data-at="a b"]', value: 'Bob' })
  rig.drive('input', { selector: 'input[type=number]', value: '7' })
  rig.drive('input', { text: 'Age', value: '8' })
  expect(() => rig.drive('input', { text: 'Your nam', value: 'x' })).toThrow('nothing on p matches "Your nam"')
  expect(() => rig.drive('input', { selector: '[max]', value: 'x' })).toThrow('is not an input')
  expect(() => rig.drive('input', { selector: '[maximum]', value: 'x' })).toThrow('nothing on p matches')
  expect(rig.data.all).toEqual(['Anna', 'Bob', '7', '8'])
})

test('typing and choosing', () => {
  const rig = open('<input class="i" model:value="{{v}}"/><picker class="p" range="{{[1, 2]}}" bindchange="c"><view>pick</view></picker>', 'Page({ data: { v: "" }, c(e) { this.setData({ c: e.detail.value }) } })')
  rig.drive('input', { selector: '.i', value: 'abc' })
  rig.drive('pick', { selector: '.p', value: 1 })
  expect(rig.data).toEqual({ v: 'abc', c: 1 })
})
