/** Going from page to page. https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html */
import type { Json } from '../types.ts'
import type { Family, RouterCall, WxNeeds } from './needs.ts'

const CALLS: RouterCall[] = ['navigateTo', 'redirectTo', 'navigateBack', 'switchTab', 'reLaunch']

export function navigation({ router }: WxNeeds): Family {
  // The code after wx.navigateTo(…) still runs on the page it left.
  const later = (name: RouterCall) => (params: Json) => Promise.resolve().then(() => router[name](params))
  return { local: Object.fromEntries(CALLS.map(name => [name, later(name)])) }
}
