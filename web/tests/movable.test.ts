/** movable-view by fingers: https://developers.weixin.qq.com/miniprogram/dev/component/movable-view.html */
import { expect, test } from 'vitest'
import { isDrawn, past, runsOut } from '../src/builtins/motion.ts'
import { openPage } from './builtins-rig.ts'

/** A view of 50 in an area of 200 by 100; its corner may go from 0 to 150, and to 50. */
function open(attributes: string) {
  const page = openPage(`<movable-area><movable-view id="m" direction="all" ${attributes} bindchange="log" bindscale="log"/></movable-area>`, { data: { x: 0 } })
  const view = page.builtin('#m')
  view.measure = () => ({ left: [0, 150], top: [0, 50] })
  const told = () => page.events.splice(0).map(([type, detail]) => [type, detail.source ?? detail.scale, detail.x, detail.y])
  return { page, view, told }
}

test('it goes with the finger and stays in its area', () => {
  const { view, told } = open('')
  expect(view.userStart()).toBe(true)
  view.userDrag(20.04, 10)
  view.userDrag(500, -30)
  view.userDrop(1, 0)
  expect(told()).toEqual([['change', 'touch', 20, 10], ['change', 'touch', 150, 0]])
})

test.each([['direction="horizontal"', 10, 0], ['direction="vertical"', 0, 10]])('%s keeps it on its line', (attributes, x, y) => {
  const { page, view } = open('')
  page.builtin('#m').setData({ direction: /"(.*)"/.exec(attributes)![1] })
  view.userStart()
  view.userDrag(10, 10)
  expect([view.data.left, view.data.top]).toEqual([x, y])
})

test('a disabled one, and one without a direction, is not dragged', () => {
  expect(open('disabled').view.userStart()).toBe(false)
  expect(openPage('<movable-area><movable-view id="m"/></movable-area>').builtin('#m').userStart()).toBe(false)
})

test('with inertia it runs out by its friction, told as friction', () => {
  const { page, view, told } = open('inertia friction="5"')
  view.userStart()
  view.userDrag(10, 0)
  view.userDrop(.5, 0)
  told()
  page.timers.advance(2000)
  const run = told()
  expect(new Set(run.map(([, source]) => source))).toEqual(new Set(['friction']))
  expect(view.data.left).toBeCloseTo(10 + .5 ** 2 / (2 * .005), 5)
  expect(view.data.top).toBe(0)
})

test('without out-of-bounds its run ends at the edge', () => {
  const { page, view } = open('inertia friction="1"')
  view.userStart()
  view.userDrag(100, 0)
  view.userDrop(2, 0)
  page.timers.advance(5000)
  expect(view.data.left).toBe(150)
})

test('out of bounds it follows less and less, and is drawn back', () => {
  const { page, view, told } = open('out-of-bounds')
  view.userStart()
  view.userDrag(250, 0)
  expect(view.data.left).toBeGreaterThan(150)
  expect(view.data.left).toBeLessThan(250)
  expect(told().map(([, source]) => source)).toEqual(['touch-out-of-bounds'])
  view.userDrop(0, 0)
  page.timers.advance(3000)
  expect(view.data.left).toBe(150)
  expect(new Set(told().map(([, source]) => source))).toEqual(new Set(['out-of-bounds']))
})

test('thrown against the edge its run ends there, also where a finger may drag it further', () => {
  const { page, view, told } = open('inertia out-of-bounds')
  view.userStart()
  view.userDrag(140, 0)
  view.userDrop(2, 0)
  page.timers.advance(4000)
  expect(Math.max(...told().map(([, , x]) => x as number))).toBe(150)
  expect(view.data.left).toBe(150)
})

test('a finger stops it on its way', () => {
  const { page, view } = open('inertia')
  view.userStart()
  view.userDrop(1, 0)
  page.timers.advance(50)
  view.userStart()
  const at = view.data.left
  page.timers.advance(1000)
  expect(view.data.left).toBe(at)
  expect(at).toBeGreaterThan(0)
})

test('the page moves it within its area, told with an empty source', () => {
  const { page, view, told } = open('x="{{x}}" y="5"')
  told()
  page.page.setData({ x: 900 })
  expect(view.data.left).toBe(150)
  expect(told()).toEqual([['change', '', 150, 5]])
})

test('two fingers stretch it between its bounds', () => {
  const { view, told } = open('scale scale-min="0.5" scale-max="3"')
  view.userStart()
  view.userPinch(2)
  view.userPinch(20)
  view.userPinch(.01)
  expect(told()).toEqual([['scale', 2, 0, 0], ['scale', 3, 0, 0], ['scale', .5, 0, 0]])
})

test('without scale nothing stretches it; with it, the page may', () => {
  const plain = open('scale-value="2"')
  plain.view.userStart()
  plain.view.userPinch(2)
  expect(plain.view.data.size).toBe(1)
  const { page, view } = open('scale scale-value="{{x + 1.5}}"')
  expect(view.data.size).toBe(1.5)
  page.page.setData({ x: .5 })
  expect(view.data.size).toBe(2)
})

test('motions end where and when they say', () => {
  const run = runsOut(0, -1, 2)
  expect(run.rests).toBe(500)
  expect([run.at(500), run.at(9000)]).toEqual([-250, -250])
  const drawn = isDrawn(100, 0, 20)
  expect(drawn.at(0)).toBeCloseTo(100)
  expect(Math.abs(drawn.at(drawn.rests))).toBeLessThan(.15)
  expect(isDrawn(100, 0, 40).rests).toBeLessThan(drawn.rests)
  expect([past(10, 0, 20), past(-40, 0, 20)]).toEqual([10, -Math.sqrt(40)])
})
