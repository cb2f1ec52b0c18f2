/** Built-in components without a browser: events, form values, groups, navigation, time. */
import { expect, test } from 'vitest'
import { ariaIn } from '../src/builtins/define.ts'
import { openPage } from './builtins-rig.ts'

const FORM = `<form bindsubmit="log" bindreset="log">
  <input name="name" value="安娜"/><textarea name="note"/><switch name="agree" checked/><slider name="size" value="30" min="10"/>
  <checkbox-group name="likes"><view><checkbox value="tea"/><checkbox value="coffee" checked/></view></checkbox-group>
  <radio-group name="sex"><radio value="f" checked/><radio value="m"/></radio-group>
  <picker name="city" range="{{['A', 'B']}}" value="{{1}}"/><picker name="born" mode="date" value="2018-03-01"/><input value="unnamed"/>
  <button class="ok" form-type="submit" data-k="v">ok</button><button class="no" form-type="reset">no</button></form>`

// https://developers.weixin.qq.com/miniprogram/dev/component/form.html
test('a form submits the values of all named fields', () => {
  const page = openPage(FORM)
  page.tap('.ok')
  const [[type, detail]] = page.events as [[string, any]]
  expect(type).toBe('submit')
  expect(detail.value).toEqual({ name: '安娜', note: '', agree: true, size: 30, likes: ['coffee'], sex: 'f', city: 1, born: '2018-03-01' })
  expect(detail.target.dataset).toEqual({ k: 'v' })
})

test('a reset empties the fields', () => {
  const page = openPage(FORM)
  page.tap('.no')
  page.tap('.ok')
  expect(page.events.map(([type]) => type)).toEqual(['reset', 'submit'])
  expect(page.events[1]![1].value).toEqual({ name: '', note: '', agree: false, size: 10, likes: [], sex: '', city: 0, born: '' })
})

test('a checkbox tells its group the values in the order of the page', () => {
  const page = openPage('<checkbox-group bindchange="log"><checkbox id="a" value="1"/><view><checkbox value="2" checked/></view></checkbox-group>')
  page.tap('#a')
  page.tap('#a')
  expect(page.events).toEqual([['change', { value: ['1', '2'] }], ['change', { value: ['2'] }]])
})

test('of the radios in a group one is chosen, and choosing it again tells nothing', () => {
  const page = openPage('<radio-group bindchange="log"><radio id="a" value="1" checked/><radio id="b" value="2"/></radio-group>')
  for (const selector of ['#b', '#b', '#a']) page.tap(selector)
  expect(page.events.map(([, detail]) => detail.value)).toEqual(['2', '1'])
  expect(page.builtin('#b').data.checked).toBe(false)
})

test.each([['<label class="l"><switch bindchange="log"/>on</label>'], ['<label class="l" for="s">on</label><switch id="s" bindchange="log"/>']])('a label passes the tap on: %s', wxml => {
  const page = openPage(wxml)
  page.tap('.l')
  expect(page.events).toEqual([['change', { value: true }]])
})

test('a tap on a control inside its label counts once', () => {
  const page = openPage('<label><checkbox-group bindchange="log"><checkbox id="c" value="x"/></checkbox-group></label>')
  page.tap('#c')
  expect(page.events).toEqual([['change', { value: ['x'] }]])
})

test('a disabled button neither hears a tap nor submits', () => {
  const page = openPage('<form bindsubmit="log"><button class="b" disabled bindtap="log" form-type="submit"/></form>')
  page.tap('.b')
  expect(page.events).toEqual([])
})

// https://developers.weixin.qq.com/miniprogram/dev/component/input.html
test('input tells value, cursor and key code, and takes what the handler returns', () => {
  const page = openPage('<input id="i" maxlength="4" bindinput="log"/>', { log: event => event.detail.value.replace('b', 'x') })
  page.builtin('#i').userInput('abcdef', 2, 66)
  expect(page.events).toEqual([['input', { value: 'abcd', cursor: 2, keyCode: 66 }]])
  expect(page.builtin('#i').data.value).toBe('axcd')
})

test('model:value is written by the user and by the page', () => {
  const page = openPage('<input id="i" model:value="{{text}}"/>', { data: { text: 'a' } })
  page.builtin('#i').userInput('b')
  expect(page.page.data.text).toBe('b')
  page.page.setData({ text: 'c' })
  expect(page.builtin('#i').fieldValue()).toBe('c')
})

test('a slider stays on its steps', () => {
  const page = openPage('<slider id="s" min="0" max="10" step="3" bindchange="log" bindchanging="log"/>')
  page.builtin('#s').userSlide(4.6, false)
  page.builtin('#s').userSlide(100)
  expect(page.events).toEqual([['changing', { value: 6 }], ['change', { value: 10 }]])
})

// https://developers.weixin.qq.com/miniprogram/dev/component/picker.html
test('a picker tells the choice and keeps it', () => {
  const page = openPage('<picker id="p" mode="region" bindchange="log"/>')
  page.builtin('#p').pick(['广东省', '广州市', '海珠区'], { code: ['440000', '440100', '440105'] })
  expect(page.events).toEqual([['change', { value: ['广东省', '广州市', '海珠区'], code: ['440000', '440100', '440105'] }]])
})

// https://developers.weixin.qq.com/miniprogram/dev/component/navigator.html
test.each([
  ['<navigator class="n" url="/pages/b/b?x=1"/>', 'navigateTo', { url: '/pages/b/b?x=1' }],
  ['<navigator class="n" url="b" open-type="redirect"/>', 'redirectTo', { url: 'b' }],
  ['<navigator class="n" url="/t" open-type="switchTab"/>', 'switchTab', { url: '/t' }],
  ['<navigator class="n" url="/t" open-type="reLaunch"/>', 'reLaunch', { url: '/t' }],
  ['<navigator class="n" open-type="navigateBack" delta="2"/>', 'navigateBack', { delta: 2 }],
  ['<navigator class="n" target="miniProgram" open-type="exit"/>', 'exitMiniProgram', {}],
  ['<navigator class="n" target="miniProgram" app-id="wx1" path="p" extra-data="{{ {a: 1} }}" version="develop"/>', 'navigateToMiniProgram',
    { appId: 'wx1', path: 'p', extraData: { a: 1 }, envVersion: 'develop' }],
])('%s calls %s', (wxml, name, params) => {
  const page = openPage(wxml)
  page.tap('.n')
  expect(page.calls).toEqual([[name, params]])
})

test('a navigator tells how the jump went', async () => {
  const answers = { navigateToMiniProgram: { errMsg: 'navigateToMiniProgram:fail cancel' } }
  const page = openPage('<navigator class="n" target="miniProgram" app-id="wx1" bindsuccess="log" bindfail="log" bindcomplete="log"/>', { answers })
  page.tap('.n')
  await Promise.resolve()
  await Promise.resolve()
  expect(page.events.map(([type]) => type)).toEqual(['fail', 'complete'])
  expect(page.events[0]![1]).toEqual(answers.navigateToMiniProgram)
})

// https://developers.weixin.qq.com/miniprogram/dev/component/swiper.html
test('a swiper plays on the clock of the app', () => {
  const page = openPage('<swiper autoplay interval="1000" duration="200" circular bindchange="log" bindanimationfinish="log"><swiper-item/><swiper-item item-id="two"/></swiper>')
  page.timers.advance(999)
  expect(page.events).toEqual([])
  page.timers.advance(1001)
  expect(page.events).toEqual([
    ['change', { current: 1, currentItemId: 'two', source: 'autoplay' }],
    ['animationfinish', { current: 1, currentItemId: 'two', source: 'autoplay' }],
    ['change', { current: 0, currentItemId: '', source: 'autoplay' }],
  ])
})

test('a swiper follows the page and the finger', () => {
  const page = openPage('<swiper id="s" current="{{at}}" bindchange="log"><swiper-item wx:for="{{[1, 2, 3]}}" wx:key="*this"/></swiper>', { data: { at: 0 } })
  page.page.setData({ at: 2 })
  page.builtin('#s').userSwipe(1)
  page.builtin('#s').userSwipe(-5)
  expect(page.events.map(([, { current, source }]) => [current, source])).toEqual([[2, ''], [1, 'touch'], [0, 'touch']])
})

test('a swiper begins with the slide that was asked for, though its slides come later', () => {
  const slides = '<swiper-item wx:for="{{slides}}" wx:key="*this" item-id="{{item}}"/>'
  for (const asked of ['current="1"', 'current-item-id="b"']) {
    for (const first of [[], ['a', 'b', 'c']]) {
      const page = openPage(`<swiper id="s" ${asked} bindchange="log">${slides}</swiper>`, { data: { slides: first } })
      page.page.setData({ slides: ['a', 'b', 'c'] })
      expect(page.builtin('#s').data.shown).toBe(1)
      page.builtin('#s').userSwipe(2)
      page.page.setData({ slides: ['a', 'b', 'c', 'd'] })
      expect(page.builtin('#s').data.shown).toBe(2)
      expect(page.events.map(([, { current }]) => current)).toEqual([2])
    }
  }
})

test('scrolltolower is told once until the end is left', () => {
  const page = openPage('<scroll-view id="s" scroll-y bindscrolltolower="log"/>')
  const to = (top: number) => page.builtin('#s').userScroll({ left: 0, top, width: 100, height: 1000, viewWidth: 100, viewHeight: 300 })
  for (const top of [100, 660, 690, 300, 700]) to(top)
  expect(page.events).toEqual([['scrolltolower', { direction: 'bottom' }], ['scrolltolower', { direction: 'bottom' }]])
})

test('of the properties for assistive tools a node has those that the project names', () => {
  const { page, find } = openPage('<view id="a" aria-label="{{word}}"/><button id="b" disabled/>', { data: { word: 'one' } })
  const assistive = (selector: string) => Object.entries((find(selector) as any).data).filter(([name]) => name.startsWith('aria'))
  expect(assistive('#a')).toEqual([['ariaLabel', 'one']])
  expect(assistive('#b')).toEqual([['ariaLabel', null]])
  const written: unknown[] = []
  ;(find('#a') as any).$$.setAttribute = (...given: unknown[]) => written.push(given)
  page.setData({ word: 'two' })
  expect(written).toEqual([['aria-label', 'two']])
})

test('a project names them as attributes or as properties', () => {
  expect(ariaIn(['O(N,"aria-role","tab");O(N,"aria-valuenow",1)', "fields({ properties: ['ariaRole', 'ariaHidden'] })", 'aria-none variant']))
    .toEqual(['ariaRole', 'ariaValuenow', 'ariaHidden'])
})
