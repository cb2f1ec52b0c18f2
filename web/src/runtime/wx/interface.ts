/** Navigation bar, tab bar, scrolling and pull-down. https://developers.weixin.qq.com/miniprogram/dev/api/ui/navigation-bar/wx.setNavigationBarTitle.html */
import { WxFail } from '../fail.ts'
import type { Json, PageHandle } from '../types.ts'
import type { Family, Local, WxNeeds } from './needs.ts'

export function interfaceCalls(needs: WxNeeds): Family {
  return { local: { ...bar(needs), ...tabs(needs), ...scrolling(needs) } }
}

function bar(needs: WxNeeds): Record<string, Local> {
  const change = (what: Json) => needs.screen.navigationBar(page(needs), what)
  return {
    setNavigationBarTitle: ({ title }) => change({ title }),
    setNavigationBarColor({ frontColor, backgroundColor, animation }) {
      if (!/^#(000000|ffffff)$/i.test(frontColor)) throw new WxFail('invalid frontColor')
      change({ frontColor, backgroundColor, ...(animation ? { animation } : {}) })
    },
    showNavigationBarLoading: () => change({ loading: true }),
    hideNavigationBarLoading: () => change({ loading: false }),
    hideHomeButton: () => change({ home: false }),
  }
}

function tabs(needs: WxNeeds): Record<string, Local> {
  const list: Json[] = needs.appJson.tabBar?.list ?? []
  const change = (what: Json) => {
    if (!page(needs).isTab) throw new WxFail('not TabBar page')
    needs.screen.tabBar(what)
  }
  const at = (index: unknown) => {
    if (!list[index as number]) throw new WxFail('tabbar item not found')
    return index as number
  }
  return {
    setTabBarBadge: ({ index, text }) => change({ badge: { index: at(index), text } }),
    removeTabBarBadge: ({ index }) => change({ badge: { index: at(index), text: '' } }),
    showTabBarRedDot: ({ index }) => change({ dot: { index: at(index), shown: true } }),
    hideTabBarRedDot: ({ index }) => change({ dot: { index: at(index), shown: false } }),
    setTabBarItem: ({ index, text, iconPath, selectedIconPath }) => {
      change({ item: { index: at(index), text, iconPath, selectedIconPath } })
      if (text !== undefined) list[index]!.text = text
    },
    setTabBarStyle: ({ color, selectedColor, backgroundColor, borderStyle }) =>
      change({ style: { color, selectedColor, backgroundColor, borderStyle } }),
    showTabBar: () => change({ visible: true }),
    hideTabBar: () => change({ visible: false }),
  }
}

function scrolling(needs: WxNeeds): Record<string, Local> {
  return {
    pageScrollTo: ({ scrollTop, selector, offsetTop, duration }) => needs.screen.scrollTo(page(needs), { scrollTop, selector, offsetTop, duration }),
    startPullDownRefresh: () => needs.screen.pullDown(page(needs), true),
    stopPullDownRefresh: () => needs.screen.pullDown(page(needs), false),
  }
}

function page({ currentPage }: WxNeeds): PageHandle {
  const current = currentPage()
  if (!current) throw new WxFail('no page')
  return current
}
