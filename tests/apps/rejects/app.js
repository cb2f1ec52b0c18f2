App({
  async load() {
    await 0
    throw new Error('of the app')
  },

  onUnhandledRejection({ reason }) {
    this.heard = reason.message || reason.errMsg
  }
})
