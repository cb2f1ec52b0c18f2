const { note, notes } = require('./lib/notes')

App({
  globalData: { notes },
  onLaunch(options) { note('App.onLaunch', options.scene) },
  onShow(options) { this.last = options; note('App.onShow', options.scene) },
  onHide() { note('App.onHide') },
  onError(message) { note('App.onError', String(message).split('\n')[0]) },
})
wx.onAppShow(() => note('wx.onAppShow'))
