/** Data that is more than data: what setData and properties pass on keeps its methods. */
import { expect, test } from 'vitest'
import { project, Rig } from './runtime-rig.ts'

const CHILD = { 'c/c.json': '{"component": true}', 'c/c.wxml': '<view>{{one.name}}</view>',
  'c/c.js': 'Component({ properties: { one: Object }, methods: { ask() { console.log(this.data.one.greet(), this.data.one.self === this.data.one) } } })' }
const USES = { usingComponents: { c: '/c/c' } }
const THING = 'class Thing { constructor(name) { this.name = name; this.self = this } greet() { return `hello ${this.name}` } }\n'

function open(wxml: string, js: string, environment = {}) {
  return new Rig(project({ a: [wxml, js, USES] }, {}, CHILD), environment).launch()
}

test('an instance keeps its methods in the data of a page and of the component it is given to', () => {
  const rig = open('<c one="{{thing}}"/>', `${THING}Page({ onLoad() { this.setData({ thing: new Thing('Anna') }); console.log(this.data.thing.greet()) } })`)
  rig.drive('call', { name: 'ask', selector: 'c' })
  expect(rig.logs).toEqual(['hello Anna', 'hello Anna true'])
  expect(rig.drive('text')).toBe('Anna')
  expect(rig.data).toEqual({ thing: { name: 'Anna', self: '[Circular]' } })
})

test('so does one that the page began with', () => {
  const rig = open('<view>{{list[0].name}}</view>', `${THING}Page({ data: { list: [new Thing('Ben')] }, onLoad() { console.log(this.data.list[0].greet()) } })`)
  expect([rig.logs, rig.drive('text')]).toEqual([['hello Ben'], 'Ben'])
})

test('a page has the instances that it was defined with', () => {
  const rig = open('<view/>', `${THING}const thing = new Thing('Cid'); Page({ thing, list: [1], onLoad() { console.log(this.thing === thing, this.list.length) } })`)
  expect(rig.logs).toEqual(['true 1'])
})

test('a component can keep its parent, and the panel shows it by its path', () => {
  const rig = open('<c id="c"/><view>{{n}}</view>', 'Page({ onReady() { this.setData({ n: 1, parent: this.selectComponent("#c") }); console.log(typeof this.data.parent.ask) } })')
  expect([rig.logs, rig.drive('text'), rig.of('App.error')]).toEqual([['function'], '1', []])
  expect(rig.data).toEqual({ n: 1, parent: '[c/c]' })
})

test('what is beside an instance is a copy as ever', () => {
  const rig = open('<view>{{list.length}}</view>', `${THING}Page({ onLoad() { const list = [1]; this.setData({ list, thing: new Thing('x') }); list.push(2); console.log(this.data.list.length) } })`)
  expect(rig.logs).toEqual(['1'])
})

test('an animation kept in data is changed there, as component libraries do', () => {
  const rig = open('<view animation="{{moves}}"/>', `Page({ onLoad() {
    this.setData({ animation: wx.createAnimation({ duration: 300 }) })
    this.data.animation.option.transition.duration = 0
    console.log(JSON.stringify(this.data.animation.translateX(5).step().export())) } })`)
  expect(JSON.parse(rig.logs[0]!)).toEqual({ actions: [{ animates: [{ type: 'translateX', args: [5] }],
    option: { transformOrigin: '50% 50% 0', transition: { duration: 0, timingFunction: 'linear', delay: 0 } } }] })
})

test('a field that is told to be in focus again while it says so is content', () => {
  const rig = open('<input focus="{{on}}" bindfocus="heard"/>', 'Page({ data: { on: true }, heard() { console.log("focus"); this.setData({ on: true }) } })')
  expect(rig.logs).toEqual(['focus'])
  rig.runtime.router.top!.page.setData({ on: false })
  rig.runtime.router.top!.page.setData({ on: true })
  expect(rig.logs).toEqual(['focus', 'focus'])
})
