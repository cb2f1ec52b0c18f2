/** Skyline's gesture components where there is no screen: https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/skyline/gesture.html */
import { expect, test } from 'vitest'
import { deedOn } from '../src/runtime/place.ts'
import { project, Rig } from './runtime-rig.ts'

const open = (wxml: string, script: string) => new Rig(project({ a: [wxml, script] })).launch()
const LOG = 'log(event) { "worklet"; console.log(JSON.stringify(event)) }'

test.each(['worklet:ongesture="log"', 'on-gesture-event="log"'])('a tap is told once, with state 1, as %s', attribute => {
  const rig = open(`<tap-gesture-handler ${attribute}><view>here</view></tap-gesture-handler>`, `Page({ ${LOG} })`)
  rig.drive('tap', { text: 'here' })
  expect(rig.logs).toEqual(['{"state":1,"absoluteX":0,"absoluteY":0}'])
})

test('the innermost one has it, and a long press begins and ends', () => {
  const rig = open(`<tap-gesture-handler worklet:ongesture="outer"><view><tap-gesture-handler worklet:ongesture="log">
    <long-press-gesture-handler worklet:ongesture="held"><view>here</view></long-press-gesture-handler></tap-gesture-handler></view></tap-gesture-handler>`,
    `Page({ ${LOG}, outer() { console.log('outer') }, held({ state }) { console.log('held ' + state) } })`)
  rig.drive('tap', { text: 'here' })
  rig.drive('longpress', { text: 'here' })
  expect(rig.logs).toEqual(['{"state":1,"absoluteX":0,"absoluteY":0}', 'held 1', 'held 3'])
})

test('the page may refuse it, and what a worklet throws is told', () => {
  const rig = open(`<tap-gesture-handler worklet:ongesture="log" worklet:should-accept-gesture="no"><view>no</view></tap-gesture-handler>
    <tap-gesture-handler worklet:ongesture="bad"><view>bad</view></tap-gesture-handler>`,
    `Page({ ${LOG}, no() { return false }, bad() { throw new Error('ouch') } })`)
  rig.drive('tap', { text: 'no' })
  rig.drive('tap', { text: 'bad' })
  expect(rig.logs).toEqual([])
  expect(rig.errors).toEqual([expect.stringContaining('ouch')])
})

test('what is tapped and pressed is recorded, and done again by what is recorded', () => {
  const rig = open(`<tap-gesture-handler worklet:ongesture="log"><view><text id="here">here</text></view></tap-gesture-handler>
    <long-press-gesture-handler worklet:ongesture="log"><view id="hold">hold</view></long-press-gesture-handler><view id="nothing">nothing</view>`, `Page({ ${LOG} })`)
  const page = rig.runtime.router.top!
  const [here, hold, nothing] = ['#here', '#hold', '#nothing'].map(id => page.root.getComponent().shadowRoot.querySelector(id))
  expect(deedOn(page, 'tap', here)).toMatchObject({ do: 'tap', text: 'here' })
  expect(deedOn(page, 'longpress', hold)).toMatchObject({ do: 'longpress', text: 'hold' })
  expect(deedOn(page, 'tap', hold)).toBeNull()
  expect(deedOn(page, 'tap', nothing)).toBeNull()
  rig.drive('tap', { text: 'here' })
  expect(rig.logs).toHaveLength(1)
})
