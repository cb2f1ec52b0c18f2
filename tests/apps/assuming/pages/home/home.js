Page({
  data: { words: 'Come in' },

  onLoad({ id, biz, without }) {
    this.extraData = { encrypt_card_id: decodeURIComponent(id), biz: decodeURIComponent(biz), outer_str: 'home' }
    this.without = decodeURIComponent(without)
  },

  join() {
    wx.navigateToMiniProgram({ appId: 'wxeb490c6f9b154ef9', extraData: this.extraData })
  }
})
