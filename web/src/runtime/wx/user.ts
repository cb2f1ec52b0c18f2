/** The user's name and what the user has allowed. https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html */
import type { Json } from '../types.ts'
import type { Family, WxNeeds } from './needs.ts'

export function user(needs: WxNeeds): Family {
  const authSetting: Record<string, boolean> = {}
  const profile = ({ lang = 'en' }: Json) => {
    const { nickName, avatarUrl } = needs.environment.user
    const userInfo = { nickName, avatarUrl, gender: 0, country: '', province: '', city: '', language: lang }
    return { userInfo, rawData: JSON.stringify(userInfo) }
  }
  return {
    local: {
      getUserInfo(params) {
        authSetting['scope.userInfo'] = true
        return profile(params)
      },
      getUserProfile: profile,
      authorize({ scope }) { authSetting[scope] = true },
      getSetting: () => ({ authSetting: { ...authSetting } }),
      openSetting: () => ({ authSetting: { ...authSetting } }),
    },
  }
}
