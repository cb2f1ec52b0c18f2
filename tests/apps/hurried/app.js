const club = require('./club')

App({
  onShow({ referrerInfo }) {
    // Wrong: the answer to the jump, which says that we are away, may come after the user is back.
    if (!club.away) return
    club.away = false
    if (referrerInfo && referrerInfo.extraData) club.join(referrerInfo.extraData)
  }
})
