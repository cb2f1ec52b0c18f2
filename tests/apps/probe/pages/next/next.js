const open = 'a name of the browser, free to use here'
import { note } from '../../lib/notes'

Page({
  onLoad(query) { this.setData({ query }); note('next.onLoad', JSON.stringify(query)) },
  onShow() { note('next.onShow') },
  onUnload() { note('next.onUnload') },
  back() { wx.navigateBack() },
})
