/** What lies over a page: its events, and who goes first when the user goes back. */
import { expect, test } from 'vitest'
import { openPage } from './builtins-rig.ts'

const EVENTS = ['beforeenter', 'enter', 'afterenter', 'beforeleave', 'leave', 'afterleave', 'clickoverlay'].map(name => `bind:${name}="log"`).join(' ')

// https://developers.weixin.qq.com/miniprogram/dev/component/page-container.html
test('a page-container tells each stage of its coming and going', () => {
  const page = openPage(`<page-container id="c" show="{{on}}" duration="200" ${EVENTS}><view/></page-container>`, { data: { on: false } })
  const told = () => page.events.splice(0).map(([type]) => type)
  expect(page.builtin('#c').data.hidden).toBe(true)
  page.page.setData({ on: true })
  expect(told()).toEqual(['beforeenter', 'enter'])
  page.timers.advance(199)
  expect(told()).toEqual([])
  page.timers.advance(1)
  expect(told()).toEqual(['afterenter'])
  page.page.setData({ on: false })
  expect(told()).toEqual(['beforeleave', 'leave'])
  expect(page.builtin('#c').data.hidden).toBe(false)
  page.timers.advance(200)
  expect(told()).toEqual(['afterleave'])
  expect(page.builtin('#c').data.hidden).toBe(true)
})

test('one that is shut before it was quite there tells no end of its coming', () => {
  const page = openPage(`<page-container show="{{on}}" ${EVENTS}/>`, { data: { on: true } })
  page.page.setData({ on: false })
  page.timers.advance(1000)
  expect(page.events.map(([type]) => type)).toEqual(['beforeenter', 'enter', 'beforeleave', 'leave', 'afterleave'])
  expect(page.over).toEqual([])
})

// https://developers.weixin.qq.com/miniprogram/dev/component/page-container.html: one at most on a page
test('a second page-container is not shown while there is one', () => {
  const page = openPage(`<page-container id="a" show="{{a}}" ${EVENTS}/><view><page-container id="b" show="{{b}}" ${EVENTS}/></view>`, { data: { a: true, b: false } })
  page.timers.advance(300)
  page.events.length = 0
  page.page.setData({ b: true })
  expect([page.events, page.builtin('#b').data.hidden, page.over.length]).toEqual([[], true, 1])
  expect(page.warnings).toEqual([expect.stringContaining('a second one is not shown')])
  page.page.setData({ a: false, b: false })
  page.page.setData({ b: true })
  expect(page.builtin('#b').data.hidden).toBe(false)
})

// https://developers.weixin.qq.com/miniprogram/dev/component/match-media.html
test.each([['min-width="300" max-width="600"', true], ['min-width="400"', false], ['max-height="500"', false], ['width="375"', true], ['orientation="landscape"', false]])('match-media %s in 375 × 600: %s', (rules, shown) => {
  const page = openPage(`<match-media id="m" ${rules}><view/></match-media>`)
  expect(page.builtin('#m').data.hidden).toBe(!shown)
})

test('match-media follows the window', () => {
  const page = openPage('<match-media id="m" orientation="landscape"/>')
  page.resize(800, 400)
  expect(page.builtin('#m').data.hidden).toBe(false)
})

test('a keyboard-accessory is there while its field has the keyboard', () => {
  const page = openPage('<textarea id="t"><keyboard-accessory id="k"><cover-view class="v" bindtap="log"/></keyboard-accessory></textarea>')
  const shown = () => !page.builtin('#k').data.hidden
  expect(shown()).toBe(false)
  page.builtin('#t').userFocus()
  expect(shown()).toBe(true)
  page.tap('.v')
  expect(page.events.map(([type]) => type)).toEqual(['tap'])
  page.builtin('#t').userBlur()
  expect(shown()).toBe(false)
})
