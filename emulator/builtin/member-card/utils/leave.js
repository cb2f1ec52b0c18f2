/** Back to the mini-program that opened us, with or without data; out of the way if none did. */

/** @param {object} [extraData] what the mini-program gets in App.onShow */
function leave(extraData) {
  wx.navigateBackMiniProgram({ ...(extraData ? { extraData } : {}), fail: () => wx.exitMiniProgram({ complete() {} }) })
}

module.exports = { leave }
