/**
 * What we have of `wx`: since which base library, and the keys that `canIUse` knows.
 *
 * Keys are words: `name`, with `(option,option)` behind it where there are any, and `@version` where it came later than the API.
 * Facts of https://www.npmjs.com/package/miniprogram-api-typings 5.2.3, which documents each API's 基础库 version.
 */
export interface Row { since?: string; object?: string; success?: string; return?: string; callback?: string }

const SYSTEM_INFO = `SDKVersion@1.1.0 albumAuthorized@2.6.0 benchmarkLevel@1.8.0 bluetoothEnabled@2.6.0 brand@1.5.0 cameraAuthorized@2.6.0
  deviceOrientation(portrait,landscape) enableDebug@2.15.0 fontSizeSetting@1.5.0 host(appId)@2.12.3 language
  locationAuthorized@2.6.0 locationEnabled@2.6.0 locationReducedAccuracy microphoneAuthorized@2.6.0 model
  notificationAlertAuthorized@2.6.0 notificationAuthorized@2.6.0 notificationBadgeAuthorized@2.6.0
  notificationSoundAuthorized@2.6.0 phoneCalendarAuthorized@2.19.3 pixelRatio
  platform(ios,android,ohos,ohos_pc,windows,mac,devtools) safeArea(bottom,height,left,right,top,width)@2.7.0
  screenHeight@1.1.0 screenWidth@1.1.0 statusBarHeight@1.9.0 system version wifiEnabled@2.6.0 windowHeight windowWidth
  theme(dark,light)@2.11.0`

export const TABLE: Record<string, Row> = {
  // answered by the server
  addCard: { since: '1.1.0', object: 'cardList(cardExt,cardId)', success: 'cardList(cardExt,cardId,code,isSuccess)' },
  openCard: { since: '1.1.0', object: 'cardList(cardId,code)' },
  navigateToMiniProgram: {
    since: '1.3.0',
    object: 'appId envVersion(develop,trial,release) extraData noRelaunchIfPathUnchanged@2.24.0 path shortLink@2.18.1',
  },
  navigateBackMiniProgram: { since: '1.3.0', object: 'extraData' },
  exitMiniProgram: { since: '2.17.3' },
  showToast: { object: 'title duration icon(success,error,loading,none) image@1.1.0 mask' },
  hideToast: { object: 'noConflict@2.22.1' },
  showLoading: { since: '1.1.0', object: 'title mask' },
  hideLoading: { since: '1.1.0', object: 'noConflict@2.22.1' },
  showModal: {
    object: 'cancelColor cancelText confirmColor confirmText content editable@2.17.1 placeholderText@2.17.1 showCancel title',
    success: 'cancel@1.1.0 confirm content',
  },
  showActionSheet: { object: 'itemList alertText@2.14.0 itemColor', success: 'tapIndex' },
  request: {
    object: `url data header method(OPTIONS,GET,HEAD,POST,PUT,DELETE,TRACE,CONNECT) dataType(json)
      responseType(text,arraybuffer)@1.7.0 timeout@2.10.0`,
    success: 'data statusCode header@1.2.0 cookies@2.10.0',
    return: 'abort@1.4.0 onHeadersReceived@2.1.0 offHeadersReceived@2.1.0',
  },
  login: { object: 'timeout@1.9.90', success: 'code' },
  checkSession: {},
  setClipboardData: { since: '1.1.0', object: 'data' },
  getClipboardData: { since: '1.1.0', success: 'data' },
  vibrateShort: { since: '1.2.0', object: 'type@2.13.0' },
  // pages
  navigateTo: { object: 'url events@2.7.3', success: 'eventChannel@2.7.3' },
  redirectTo: { object: 'url' },
  navigateBack: { object: 'delta' },
  switchTab: { object: 'url' },
  reLaunch: { since: '1.1.0', object: 'url' },
  // storage
  setStorage: { object: 'data key' },
  getStorage: { object: 'key', success: 'data' },
  removeStorage: { object: 'key' },
  clearStorage: {},
  getStorageInfo: { success: 'currentSize keys limitSize' },
  batchSetStorage: { since: '2.25.0', object: 'kvList' },
  batchGetStorage: { since: '2.25.0', object: 'keyList' },
  setStorageSync: {},
  getStorageSync: {},
  removeStorageSync: {},
  clearStorageSync: {},
  getStorageInfoSync: { return: 'currentSize keys limitSize' },
  batchSetStorageSync: { since: '2.25.0' },
  batchGetStorageSync: { since: '2.25.0' },
  // the phone
  getSystemInfo: {
    success: SYSTEM_INFO,
  },
  getSystemInfoAsync: {
    since: '2.14.1',
    success: SYSTEM_INFO,
  },
  getSystemInfoSync: {
    return: SYSTEM_INFO,
  },
  getWindowInfo: {
    since: '2.20.1',
    return: `pixelRatio safeArea(bottom,height,left,right,top,width) screenHeight screenTop screenWidth statusBarHeight
      windowHeight windowWidth`,
  },
  getDeviceInfo: {
    since: '2.20.1',
    return: `abi benchmarkLevel brand cpuType@2.29.0 deviceAbi@2.25.1 memorySize@2.30.0 model
      platform(ios,android,ohos,ohos_pc,windows,mac,devtools) system`,
  },
  getAppBaseInfo: {
    since: '2.20.1',
    return: `SDKVersion enableDebug fontSizeScaleFactor fontSizeSetting@2.23.4 host(appId) language version
      theme(dark,light)`,
  },
  getSystemSetting: { since: '2.20.1', return: 'bluetoothEnabled deviceOrientation(portrait,landscape) locationEnabled wifiEnabled' },
  getAppAuthorizeSetting: {
    since: '2.20.1',
    return: `albumAuthorized(authorized,denied) bluetoothAuthorized(authorized,denied) cameraAuthorized(authorized,denied)
      locationAuthorized(authorized,denied) locationReducedAccuracy microphoneAuthorized(authorized,denied)
      notificationAlertAuthorized(authorized,denied) notificationAuthorized(authorized,denied)
      notificationBadgeAuthorized(authorized,denied) notificationSoundAuthorized(authorized,denied)
      phoneCalendarAuthorized(authorized,denied)`,
  },
  getNetworkType: { success: 'hasSystemProxy@2.22.1 networkType(wifi,2g,3g,4g,5g,unknown,none)' },
  getMenuButtonBoundingClientRect: { since: '2.1.0', return: 'bottom height left right top width' },
  getLaunchOptionsSync: { since: '2.1.2', return: 'path query referrerInfo(appId,extraData) scene apiCategory@2.20.0' },
  getEnterOptionsSync: { since: '2.9.4', return: 'path query referrerInfo(appId,extraData) scene apiCategory@2.20.0' },
  getAccountInfoSync: { since: '2.2.2', return: 'miniProgram(appId,envVersion,version)' },
  // bars and scrolling
  setNavigationBarTitle: { object: 'title' },
  setNavigationBarColor: { since: '1.4.0', object: 'backgroundColor frontColor animation(duration,timingFunc)' },
  showNavigationBarLoading: {},
  hideNavigationBarLoading: {},
  hideHomeButton: { since: '2.8.3' },
  setTabBarBadge: { since: '1.9.0', object: 'index text' },
  removeTabBarBadge: { since: '1.9.0', object: 'index' },
  showTabBarRedDot: { since: '1.9.0', object: 'index' },
  hideTabBarRedDot: { since: '1.9.0', object: 'index' },
  setTabBarItem: { since: '1.9.0', object: 'index iconPath selectedIconPath text' },
  setTabBarStyle: { since: '1.9.0', object: 'backgroundColor borderStyle color selectedColor' },
  showTabBar: { since: '1.9.0', object: 'animation' },
  hideTabBar: { since: '1.9.0', object: 'animation' },
  pageScrollTo: { since: '1.4.0', object: 'duration offsetTop@2.23.1 scrollTop selector@2.7.3' },
  startPullDownRefresh: { since: '1.5.0' },
  stopPullDownRefresh: { since: '1.5.0' },
  // the user
  getUserInfo: { object: 'lang(en,zh_CN,zh_TW)', success: 'rawData userInfo(avatarUrl,city,country,gender,language,nickName,province)' },
  getUserProfile: {
    since: '2.10.4',
    object: 'desc lang(en,zh_CN,zh_TW)',
    success: 'rawData userInfo(avatarUrl,city,country,gender,language,nickName,province)',
  },
  authorize: { since: '1.2.0', object: 'scope' },
  getSetting: { since: '1.2.0', success: 'authSetting' },
  openSetting: { since: '1.1.0', success: 'authSetting' },
  // events
  onAppShow: { since: '2.1.2' },
  offAppShow: { since: '2.1.2' },
  onAppHide: { since: '2.1.2' },
  offAppHide: { since: '2.1.2' },
  onError: { since: '2.1.2' },
  offError: { since: '2.1.2' },
  onUnhandledRejection: { since: '2.10.0' },
  offUnhandledRejection: { since: '2.10.0' },
  onThemeChange: { since: '2.11.0' },
  offThemeChange: { since: '2.11.0' },
  onPageNotFound: { since: '2.1.2' },
  offPageNotFound: { since: '2.1.2' },
  onWindowResize: { since: '2.3.0' },
  offWindowResize: { since: '2.3.0' },
  onAudioInterruptionBegin: { since: '2.6.2' },
  offAudioInterruptionBegin: { since: '2.6.2' },
  onAudioInterruptionEnd: { since: '2.6.2' },
  offAudioInterruptionEnd: { since: '2.6.2' },
  onMemoryWarning: { since: '2.0.2' },
  offMemoryWarning: { since: '2.9.0' },
  onKeyboardHeightChange: { since: '2.7.0' },
  offKeyboardHeightChange: { since: '2.9.2' },
  onNetworkStatusChange: { since: '1.1.0' },
  offNetworkStatusChange: { since: '2.9.3' },
  onUserCaptureScreen: { since: '1.4.0' },
  offUserCaptureScreen: { since: '2.9.3' },
  onLazyLoadError: { since: '2.24.3' },
  offLazyLoadError: { since: '2.24.3' },
  // tools
  canIUse: { since: '1.1.1' },
  nextTick: { since: '2.2.3' },
  env: {},
  createAnimation: { object: 'delay duration timingFunction transformOrigin' },
  createSelectorQuery: { since: '1.4.0' },
  arrayBufferToBase64: { since: '1.1.0' },
  base64ToArrayBuffer: { since: '1.1.0' },
  getExtConfig: { since: '1.1.0', success: 'extConfig' },
  getExtConfigSync: { since: '1.1.0' },
  getUpdateManager: { since: '1.9.90' },
  getLogManager: { since: '2.1.0', object: 'level@2.3.2' },
  getRealtimeLogManager: { since: '2.7.1' },
  reportEvent: { since: '2.14.4' },
  reportAnalytics: {},
  reportMonitor: { since: '2.0.1' },
}

/** Since which base library each name exists. */
export const SINCE: Record<string, string> = Object.fromEntries(Object.entries(TABLE).map(([name, row]) => [name, row.since ?? '1.0.0']))

/** Calls that WeChat itself answers, over the wire. */
export const SERVER = ['addCard', 'openCard', 'navigateToMiniProgram', 'navigateBackMiniProgram', 'exitMiniProgram', 'showToast', 'hideToast',
  'showLoading', 'hideLoading', 'showModal', 'showActionSheet', 'login', 'checkSession', 'setClipboardData', 'getClipboardData', 'vibrateShort']

/** Calls of WeChat's own mini-programs only, such as the member-card component. */
export const PRIVILEGED = ['memberCardOpen', 'memberCardSubmit']

/** What an argument must look like, as the base library checks it. */
export const TEMPLATES: Record<string, unknown> = {
  addCard: { cardList: [] }, openCard: { cardList: [] },
  navigateToMiniProgram: { appId: '' },
  showToast: { title: '' }, showLoading: { title: '' }, showActionSheet: { itemList: [] },
  request: { url: '' }, setClipboardData: { data: '' },
  navigateTo: { url: '' }, redirectTo: { url: '' }, switchTab: { url: '' }, reLaunch: { url: '' },
  setStorage: { key: '' }, getStorage: { key: '' }, removeStorage: { key: '' }, batchSetStorage: { kvList: [] }, batchGetStorage: { keyList: [''] },
  setNavigationBarTitle: { title: '' }, setNavigationBarColor: { frontColor: '', backgroundColor: '' },
  setTabBarBadge: { index: 0, text: '' }, removeTabBarBadge: { index: 0 }, showTabBarRedDot: { index: 0 }, hideTabBarRedDot: { index: 0 },
  setTabBarItem: { index: 0 }, authorize: { scope: '' },
}
