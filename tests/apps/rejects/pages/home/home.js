const api = require('../../api')
const app = getApp()

Page({
  data: { words: '', part: false },

  async load() {
    await 0
    throw new Error('of load')
  },

  async tapped() {
    await 0
    throw new Error('of the handler')
  },

  left() { this.load() },
  returned() { return this.load() },
  async awaited() { await this.load() },
  ofModule() { api.load() },
  chainOfModule() { return api.chained() },
  ofObject() { api.client.load() },
  ofClass() { new api.Client().load() },
  ofPartOfModule() { api.plain.load() },
  ofApp() { app.load() },
  chain() { wx.login().then(() => {}).then(() => { throw new Error('of a chain') }).finally(() => {}) },
  ofWx() { wx.navigateTo({ url: '/pages/none/none' }) },
  ofTimer() { setTimeout(async () => { throw new Error('of a timer') }, 10) },
  ofSuccess() { wx.login({ success: async () => { throw new Error('of success') } }) },
  ofPart() { this.setData({ part: true }) },
  async tooLate() {
    const loading = this.load()
    await wx.login()
    await loading.catch(() => {})
  },

  caught() { this.load().catch(() => this.fine()) },
  async tried() {
    try {
      await this.load()
    } catch {
      this.fine()
    }
  },
  async together() {
    await Promise.allSettled([this.load(), api.load()])
    this.fine()
  },
  async handedOn() { await (async () => this.load())().catch(() => this.fine()) },
  caughtOfWx() { wx.navigateTo({ url: '/pages/none/none' }).then(() => {}).catch(() => this.fine()) },

  fine() { this.setData({ words: 'fine' }) },
  heard() { this.setData({ words: app.heard || '' }) }
})
