/** The user's nickname and permissions. https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html */
import type { Json } from '../types.ts'
import type { Family, WxNeeds } from './needs.ts'

/** From 2.27.1 on both calls give everyone the same grey face and this name. */
const ANONYMOUS = '微信用户'

export function user(needs: WxNeeds): Family {
  const profile = ({ lang }: Json) => {
    const { nickName, avatarUrl } = needs.environment.user
    const userInfo = { nickName: nickName || ANONYMOUS, avatarUrl, gender: 0, country: '', province: '', city: '', language: lang ?? '' }
    return { userInfo, rawData: JSON.stringify(userInfo), signature: '', encryptedData: '', iv: '', cloudID: '' }
  }
  const settings = () => ({ authSetting: { 'scope.userInfo': true } })
  return {
    local: {
      getUserInfo: profile,
      getUserProfile: profile,
      getSetting: settings,
      openSetting: settings,
      authorize: () => ({}),
    },
  }
}
