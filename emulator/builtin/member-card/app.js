App({
  /** What the calling mini-program gave, for `wx.memberCardOpen`. */
  given: {},
  /** What `wx.memberCardOpen` answered last. */
  opened: null,

  onShow({ path, query, referrerInfo }) {
    if (referrerInfo && referrerInfo.extraData) this.given = { path, query, extraData: referrerInfo.extraData }
  }
})
