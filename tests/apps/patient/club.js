const HOST = 'https://club.example'

const club = {
  page: null,
  session: null,
  code: '',

  ask(method, path, data, done) {
    wx.request({ url: HOST + path, method, data, success: ({ statusCode, data: answer }) => { if (statusCode === 200) done(answer) } })
  },

  logIn() {
    this.session = new Promise(resolve => {
      wx.login({ success: ({ code }) => this.ask('POST', '/api/session', { code }, ({ session }) => resolve(session)) })
    })
  },

  jump(extraData) {
    wx.navigateToMiniProgram({ appId: 'wxeb490c6f9b154ef9', extraData })
  },

  /** WeChat may tell of the same card again. */
  async join({ activate_ticket, card_id, code }) {
    if (this.code === code) return
    this.code = code
    const data = { session: await this.session, activate_ticket, card_id, code }
    this.ask('POST', '/api/membership/activate', data, () => this.page.welcome())
  }
}

module.exports = club
