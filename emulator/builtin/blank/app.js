App({ onLaunch() {}, onShow() {}, onHide() {} })
