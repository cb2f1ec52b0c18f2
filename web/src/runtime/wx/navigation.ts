/** Going from page to page. https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html */
import { placeOf } from '../console.ts'
import { NoPage } from '../fail.ts'
import type { Json } from '../types.ts'
import type { Family, RouterCall, WxNeeds } from './needs.ts'

const CALLS: RouterCall[] = ['navigateTo', 'redirectTo', 'navigateBack', 'switchTab', 'reLaunch']

export function navigation({ router, currentPage, lost }: WxNeeds): Family {
  // The code after wx.navigateTo(…) still runs on the page it left.
  const later = (name: RouterCall) => (params: Json) => {
    const asked = new Error()
    return Promise.resolve().then(() => {
      try {
        return router[name](params)
      } catch (error) {
        // By a <navigator> where no script of the app has called it.
        if (error instanceof NoPage) lost({ call: name, page: error.page, where: placeOf(asked.stack) ?? `${currentPage()?.path}.wxml` })
        throw error
      }
    })
  }
  return { local: Object.fromEntries(CALLS.map(name => [name, later(name)])) }
}
