const { language, texts } = require('../../utils/texts')
const { leave } = require('../../utils/leave')

/** The member card, what it offers, and the way in. */
Page({
  /** `stage`: 'loading', 'wrong', 'member' or 'offer' */
  data: { stage: 'loading' },

  onShow() {
    const t = texts()
    this.setData({ t, lang: language() })
    wx.setNavigationBarTitle({ title: t.title })
    this.ask()
  },

  ask() {
    const app = getApp()
    wx.memberCardOpen({
      ...app.given,
      success: opened => {
        app.opened = opened
        if (opened.error) this.setData({ stage: 'wrong', error: opened.error })
        else this.show(opened)
      },
      fail: ({ errMsg }) => this.setData({ stage: 'wrong', error: { zh: errMsg, en: errMsg } })
    })
  },

  show({ card, brand, state, refusal }) {
    const benefits = card.description.split('\n').filter(line => line.trim())
    const { t } = this.data
    this.setData({
      stage: state === 'active' ? 'member' : 'offer',
      card,
      brand,
      benefits,
      refusal: state === 'new' ? refusal : null,
      action: state === 'claimed' ? t.activate : t.take,
      offeredBy: t.by(brand.name)
    })
  },

  toForm() {
    wx.navigateTo({ url: '/pages/form/form' })
  },

  openCard() {
    const { cardId, code } = this.data.card
    wx.openCard({ cardList: [{ cardId, code }] })
  },

  leave() {
    leave()
  }
})
