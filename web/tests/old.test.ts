/** Elements and calls of the first base libraries. */
import { expect, test } from 'vitest'
import { openPage } from './builtins-rig.ts'

test('a toast tells when its time is over, while it is shown', () => {
  const page = openPage('<toast hidden="{{off}}" duration="3000" bindchange="log">done</toast>', { data: { off: true } })
  page.timers.advance(5000)
  expect(page.events).toEqual([])
  page.page.setData({ off: false })
  page.timers.advance(2999)
  expect(page.events).toEqual([])
  page.timers.advance(1)
  expect(page.events.map(([type]) => type)).toEqual(['change'])
})

test('an action-sheet is left by its cancel, its items tell their own taps', () => {
  const page = openPage('<action-sheet bindchange="log"><action-sheet-item class="i" catchtap="log">one</action-sheet-item><action-sheet-cancel class="c">no</action-sheet-cancel></action-sheet>')
  page.tap('.i')
  page.tap('.c')
  expect(page.events.map(([type]) => type)).toEqual(['tap', 'change'])
})

test('a contact-button tells that the talk was opened', () => {
  const page = openPage('<contact-button class="c" size="99" bindcontact="log"/>')
  page.tap('.c')
  expect(page.events).toEqual([['contact', { errMsg: 'enterContact:ok' }]])
  expect(page.builtin('.c').data.px).toBe(27)
})
