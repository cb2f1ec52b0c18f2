import { note } from '../../lib/notes'

const COMPONENT = 'wxeb490c6f9b154ef9'

Page({
  data: { count: 0, list: ['甲', '乙'], shown: true, told: [] },
  onLoad(query) { note('home.onLoad', JSON.stringify(query)) },
  onShow() { note('home.onShow') },
  onReady() { note('home.onReady') },
  onHide() { note('home.onHide') },
  onUnload() { note('home.onUnload') },
  onTabItemTap(item) { note('home.onTabItemTap', item.text) },
  add() { this.setData({ count: this.data.count + 1 }, () => note('setData done')) },
  later() { setTimeout(() => this.setData({ count: 100 }), 5000) },
  next() { wx.navigateTo({ url: '../next/next?id=7&name=%E5%B1%B1', success: res => note(res.errMsg) }) },
  jump() { wx.navigateToMiniProgram({ appId: COMPONENT, extraData: { biz: 'b' }, success: res => note(res.errMsg) }) },
  claim(event) {
    const record = name => res => this.setData({ told: [...this.data.told, name], [name]: res })
    wx.addCard({ cardList: this.cards || event.currentTarget.dataset.cards, success: record('success'), fail: record('fail'), complete: record('complete') })
  },
  broken() { throw new TypeError('ouch') },
  submit(event) { this.setData({ form: event.detail.value }) },
})
