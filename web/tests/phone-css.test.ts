/** Lengths of a phone in styles. */
import { expect, test } from 'vitest'
import { phoneCss } from '../src/frame/lengths.ts'

test('rpx, vh and safe areas are the phone\'s', () => {
  expect(phoneCss('a{width:-.5rpx;height:calc(100vh - env(safe-area-inset-bottom));margin:20rpx 1.5rpx}')).toBe(
    'a{width:calc(var(--rpx) * -.5);height:calc(calc(var(--vh) * 100) - var(--safe-bottom, 0px));margin:calc(var(--rpx) * 20) calc(var(--rpx) * 1.5)}')
})

test.each([
  `mask:url("data:image/svg+xml,%3Csvg width='160rpx' height='1vh'%3E")`, `background:url('/a_20rpx.png')`, 'background:url(/a-20rpx.png)',
  `background:url(data:image/svg+xml,%3Csvg fill='url(%23a)'%3E)`, "/* it's */color:red",
])('what an address says stays: %s', css => {
  expect(phoneCss(`a{${css};width:2rpx}`)).toBe(`a{${css};width:calc(var(--rpx) * 2)}`)
})
