const club = require('../../club')

Page({
  data: { words: 'Not a member yet', params: null, joined: false },

  onLoad() {
    club.page = this
    club.ask('GET', '/api/membership/params', { card: 'member', outer_str: 'home' }, params => this.setData({ params }))
    club.logIn()
  },

  join() {
    club.jump(this.data.params)
  },

  welcome() {
    this.setData({ words: 'Welcome to the club', joined: true })
  }
})
