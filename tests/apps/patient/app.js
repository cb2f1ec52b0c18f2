const club = require('./club')

App({
  onShow({ referrerInfo }) {
    const data = referrerInfo && referrerInfo.extraData
    if (data && data.code) club.join(data)
  }
})
