/** open-data: what WeChat shows of the user without telling the app. https://developers.weixin.qq.com/miniprogram/dev/component/open-data.html */
import { define } from './define.ts'

export const openData = {
  'open-data': define({
    wxml: '<h-img wx:if="{{picture}}" class="open-picture" alt="" src="{{picture}}"/><h-i wx:elif="{{isPicture}}" class="open-nobody"/><block wx:else>{{words}}</block>',
    properties: { type: String, lang: { type: String, value: 'en' }, openGid: String, openid: String, defaultText: String, defaultAvatar: String },
    data: { words: '', picture: '', isPicture: false },
    reflect: ['type'],
    observers: {
      'type, defaultText, defaultAvatar'(type: string, defaultText: string, defaultAvatar: string) {
        const { nickName, avatarUrl } = this.services.profile()
        const isPicture = type === 'userAvatarUrl' || type === 'groupAvatar'
        const picture = (type === 'userAvatarUrl' && avatarUrl) || defaultAvatar
        // Place, sex and language are not shown to anybody any more; a group has no name here.
        this.setData({ isPicture, picture: isPicture && picture ? this.services.asset(picture, this._$) : '', words: type === 'userNickName' ? nickName : defaultText })
      },
    },
  }),
}
