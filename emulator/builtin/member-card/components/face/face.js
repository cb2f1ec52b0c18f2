/** The member card as it lies in the wallet. */
Component({
  properties: {
    /** A Face: https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/card/membership-card.html */
    card: Object,
    brand: Object,
    /** Shown in the corner. */
    label: String
  },

  data: { groups: '' },

  observers: {
    card(card) {
      const number = (card && card.member && card.member.number) || ''
      this.setData({ groups: number.replace(/(.{4})(?=.)/g, '$1 ') })
    }
  }
})
