App({
  onShow({ referrerInfo }) {
    const [page] = getCurrentPages()
    if (!page || !referrerInfo || referrerInfo.appId !== 'wxeb490c6f9b154ef9') return
    // Without data the user may have gone back, or be a member already: whether the words hold is the test's matter.
    page.setData({ words: referrerInfo.extraData ? 'Welcome to the club' : page.without })
  }
})
