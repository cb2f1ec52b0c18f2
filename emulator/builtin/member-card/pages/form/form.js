const { texts } = require('../../utils/texts')
const { fault } = require('../../utils/check')

/** The form that the merchant set; the button lives once it is filled in. */
Page({
  data: { groups: [], values: {}, faults: {}, agreed: false, ready: false, busy: false, failed: '' },

  onLoad() {
    const t = texts()
    const { form, serviceStatement, bindOldCard } = getApp().opened
    const groups = ['required', 'optional']
      .map(part => ({ part, title: t[part], lines: form[part].map(line => ({ ...line, required: part === 'required' })) }))
      .filter(group => group.lines.length)
    this.lines = groups.flatMap(group => group.lines)
    this.setData({
      t,
      groups,
      statement: serviceStatement && { ...serviceStatement, shown: t.quote(serviceStatement.name) },
      bindOldCard
    })
    wx.setNavigationBarTitle({ title: t.formTitle })
    this.judge({})
  },

  changed({ detail: { id, value } }) {
    const values = { ...this.data.values, [id]: value }
    this.judge({ values, faults: { ...this.data.faults, [id]: '' } })
  },

  /** A text was left: say what is wrong with it. */
  left({ detail: { id } }) {
    const line = this.lines.find(one => one.id === id)
    const wrong = fault(line, this.data.values[id])
    this.setData({ [`faults.${id}`]: wrong ? this.data.t.errors[wrong] : '' })
  },

  agree() {
    this.judge({ agreed: !this.data.agreed })
  },

  /** Whether the form may be sent, with these changes. */
  judge(changes) {
    const { values, agreed, statement } = { ...this.data, ...changes }
    const good = this.lines.every(line => !fault(line, values[line.id]))
    this.setData({ ...changes, ready: good && (agreed || !statement) })
  },

  readStatement() {
    this.tellLink(this.data.statement)
  },

  bindCard() {
    this.tellLink(this.data.bindOldCard)
  },

  tellLink({ name, url }) {
    const { t } = this.data
    wx.showModal({ title: name, content: `${t.linkHint}\n${url}`, showCancel: false, confirmText: t.ok })
  },

  submit() {
    if (!this.data.ready || this.data.busy) return
    this.setData({ busy: true, failed: '' })
    wx.memberCardSubmit({
      fields: this.data.values,
      success: submitted => {
        Object.assign(getApp().opened, { submitted })
        wx.reLaunch({ url: '/pages/done/done' })
      },
      fail: ({ errMsg }) => this.setData({ busy: false, failed: errMsg.replace(/^memberCardSubmit:fail ?/, '') })
    })
  }
})
