module.exports = {
  async load() {
    await 0
    throw new Error('of a module')
  },

  chained: () => wx.login().then(() => { throw new Error('of a module, in then') })
}
