class Client {
  async load() {
    await 0
    throw new Error('of an object')
  }
}

module.exports = {
  Client,
  client: new Client(),
  plain: {
    async load() {
      await 0
      throw new Error('of a part')
    }
  },

  async load() {
    await 0
    throw new Error('of a module')
  },

  chained: () => wx.login().then(() => { throw new Error('of a module, in then') })
}
