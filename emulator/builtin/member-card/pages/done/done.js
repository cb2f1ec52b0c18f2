const { texts } = require('../../utils/texts')
const { leave } = require('../../utils/leave')

/** How long the tick is in sight before WeChat goes back by itself (ms). */
const PAUSE = 1500

/** Activated: back to the merchant with the data, or, where WeChat activated the card itself, the card. */
Page({
  onLoad() {
    const t = texts()
    const { brand, submitted, type } = getApp().opened
    const jump = type === 'jump'
    this.extraData = submitted.extraData
    this.setData({ t, jump, soon: t.doneJump(brand.name), brand })
    wx.setNavigationBarTitle({ title: t.title })
    wx.hideHomeButton()
    if (jump) this.timer = setTimeout(() => this.leave(), PAUSE)
    else this.showCard()
  },

  onUnload() {
    clearTimeout(this.timer)
  },

  /** The card as it is now, with its number. */
  showCard() {
    const app = getApp()
    wx.memberCardOpen({ ...app.given, success: ({ card }) => this.setData({ card }) })
  },

  leave() {
    clearTimeout(this.timer)
    leave(this.extraData)
  },

  openCard() {
    const { cardId, code } = getApp().opened.submitted
    wx.openCard({ cardList: [{ cardId, code }] })
  }
})
