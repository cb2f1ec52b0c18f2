/** The user scrolls a page, or pulls it down: on the screen, or as far as one can tell where nothing is drawn. */
import type { Runtime } from './face.ts'
import type { PageHandle, ScrollTo } from './types.ts'

/** Nobody knows how long a page is that is not drawn: its end is reached, wherever that is. */
export function scrollPage(runtime: Runtime, page: PageHandle, to: ScrollTo): void {
  if (runtime.screen.userScroll) runtime.screen.userScroll(page, to)
  else if (to === 'bottom') runtime.callPage(page, 'onReachBottom')
  else runtime.callPage(page, 'onPageScroll', { scrollTop: to === 'top' ? 0 : to })
}

/** False where the page does not allow it, https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/page.html */
export function pullPage(runtime: Runtime, page: PageHandle): boolean {
  if (!page.window.enablePullDownRefresh) return false
  runtime.screen.pullDown(page, true)
  return true
}
