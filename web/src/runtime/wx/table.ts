import { ABSENT_CALLS, ABSENT_DEVICES } from './absent-devices.ts'

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
  getPhoneNumber: { since: '1.2.0' },
  chooseAvatar: { since: '2.21.2' },
  authorize: { since: '1.2.0', object: 'scope' },
  getSetting: { since: '1.2.0', object: 'withSubscriptions@2.10.1', success: 'authSetting subscriptionsSetting@2.10.1 miniprogramAuthSetting' },
  openSetting: { since: '1.1.0', object: 'withSubscriptions@2.10.3', success: 'authSetting subscriptionsSetting@2.10.3' },
  getUserInfo: { object: 'lang(en,zh_CN,zh_TW) withCredentials', success: 'cloudID@2.7.0 encryptedData iv rawData signature userInfo' },
  getUserProfile: { since: '2.10.4', object: 'desc lang(en,zh_CN,zh_TW)', success: 'cloudID encryptedData iv rawData signature userInfo' },
  getLocation: {
    object: 'altitude@1.6.0 highAccuracyExpireTime@2.9.0 isHighAccuracy@2.9.0 type',
    success: 'accuracy altitude@1.2.0 horizontalAccuracy@1.2.0 latitude longitude speed verticalAccuracy@1.2.0',
  },
  getFuzzyLocation: { since: '2.25.0', object: 'type(wgs84,gcj02)', success: 'latitude longitude' },
  chooseLocation: { object: 'latitude@2.9.0 longitude@2.9.0', success: 'address latitude longitude name' },
  chooseAddress: {
    since: '1.1.0',
    success: 'cityName countyName detailInfo detailInfoNew nationalCode postalCode provinceName streetName telNumber userName',
  },
  chooseInvoiceTitle: { since: '1.5.0', success: 'bankAccount bankName companyAddress taxNumber telephone title type' },
  scanCode: {
    object: 'onlyFromCamera@1.2.0 scanType(barCode,qrCode,wxCode,datamatrix,pdf417)@1.7.0',
    success: 'charSet path rawData result scanType(QR_CODE,AZTEC,CODABAR,CODE_39,CODE_93,CODE_128,DATA_MATRIX,EAN_8,EAN_13,ITF,MAXICODE,PDF_417,RSS_14,RSS_EXPANDED,UPC_A,UPC_E,UPC_EAN_EXTENSION,WX_CODE,CODE_25)',
  },
  makePhoneCall: { object: 'phoneNumber' },
  chooseImage: { object: 'count sizeType(original,compressed) sourceType(album,camera)', success: 'tempFilePaths tempFiles@1.2.0' },
  chooseMedia: {
    since: '2.10.0',
    object: 'camera(back,front) count maxDuration mediaType(image,video,mix) sizeType sourceType(album,camera)',
    success: 'tempFiles type',
  },
  chooseVideo: {
    object: 'camera(back,front) compressed@1.6.0 maxDuration sourceType(album,camera)',
    success: 'duration height size tempFilePath width',
  },
  chooseMessageFile: { since: '2.5.0', object: 'count extension@2.6.0 type(all,video,image,file)', success: 'tempFiles' },
  saveImageToPhotosAlbum: { since: '1.2.0', object: 'filePath' },
  saveVideoToPhotosAlbum: { since: '1.2.0', object: 'filePath' },
  requestPayment: { object: 'nonceStr package paySign timeStamp signType(MD5,HMAC-SHA256,RSA)' },
  requestSubscribeMessage: { since: '2.4.4', object: 'tmplIds' },
  uploadFile: {
    object: 'filePath name url enableHttp2@2.10.4 enableProfile@3.5.0 enableQuic@2.10.4 formData header timeout@2.10.0',
    success: 'data profile@3.5.0 statusCode',
  },
  downloadFile: {
    object: 'url enableHttp2@2.10.4 enableProfile enableQuic@2.10.4 filePath@1.8.0 header timeout@2.10.0',
    success: 'filePath profile@2.10.4 statusCode tempFilePath',
  },
  connectSocket: { object: 'url forceCellularNetwork@2.29.0 header perMessageDeflate@2.8.0 protocols@1.4.0 tcpNoDelay@2.4.0 timeout@2.10.0' },
  sendSocketMessage: { object: 'data' },
  closeSocket: { object: 'code reason' },
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
  // files
  getFileSystemManager: { since: '1.9.9' },
  saveFile: { object: 'tempFilePath filePath', success: 'savedFilePath' },
  getSavedFileList: { success: 'fileList' },
  removeSavedFile: { object: 'filePath' },
  getSavedFileInfo: {},
  getFileInfo: { object: 'filePath digestAlgorithm(md5,sha1,sha256)', success: 'digest size' },
  openDocument: { object: 'filePath fileType(doc,docx,xls,xlsx,ppt,pptx,pdf)@1.4.0 showMenu@2.11.0' },
  // pictures, films and sound
  getImageInfo: {
    object: 'src',
    success: 'height orientation(up,up-mirrored,down,down-mirrored,left-mirrored,right,right-mirrored,left)@1.9.90 path type(unknown,jpeg,png,gif,tiff)@1.9.90 width',
  },
  compressImage: { since: '2.4.0', object: 'src compressedHeight@2.26.0 compressedWidth@2.26.0 quality', success: 'tempFilePath' },
  getVideoInfo: {
    since: '2.11.0',
    object: 'src',
    success: 'bitrate duration fps height orientation(up,down,left,right,up-mirrored,down-mirrored,left-mirrored,right-mirrored) size type width',
  },
  previewImage: { object: 'urls current referrerPolicy@2.13.0 showmenu@2.13.0' },
  previewMedia: { since: '2.12.0', object: 'sources current referrerPolicy@2.13.0 showmenu@2.13.0' },
  createCanvasContext: {},
  createOffscreenCanvas: { since: '2.16.1', object: 'compInst height type(webgl,2d) width' },
  canvasToTempFilePath: {
    object: 'canvas canvasId destHeight@1.2.0 destWidth@1.2.0 fileType(jpg,png)@1.7.0 height@1.2.0 quality@1.7.0 width@1.2.0 x@1.2.0 y@1.2.0',
    success: 'tempFilePath',
  },
  canvasGetImageData: { since: '1.9.0', object: 'canvasId height width x y', success: 'data height width' },
  canvasPutImageData: { since: '1.9.0', object: 'canvasId data height width x y' },
  createContext: {},
  drawCanvas: {},
  createVideoContext: {},
  createInnerAudioContext: { since: '1.6.0', object: 'useWebAudioImplement@2.19.0' },
  createAudioContext: {},
  createWebAudioContext: { since: '2.19.0' },
  getBackgroundAudioManager: { since: '1.2.0' },
  getRecorderManager: { since: '1.6.0' },
  getBackgroundAudioPlayerState: { success: 'currentPosition dataUrl downloadPercent duration status' },
  playBackgroundAudio: { object: 'dataUrl coverImgUrl title' },
  pauseBackgroundAudio: {},
  stopBackgroundAudio: {},
  seekBackgroundAudio: { object: 'position' },
  onBackgroundAudioPlay: {},
  onBackgroundAudioPause: {},
  onBackgroundAudioStop: {},
  playVoice: { object: 'duration@1.6.0 filePath' },
  pauseVoice: {},
  stopVoice: {},
  startRecord: { success: 'tempFilePath' },
  stopRecord: {},
  setInnerAudioOption: { since: '2.3.0' },
  getAvailableAudioSources: {
    since: '2.1.0',
    success: 'audioSources(auto,buildInMic,headsetMic,mic,camcorder,voice_communication,voice_recognition)',
  },
  loadFontFace: { since: '2.1.0', object: 'family source desc global@2.10.0 scopes' },
  // boxes and advertisements
  createMapContext: {},
  createCameraContext: { since: '1.6.0' },
  createLivePlayerContext: { since: '1.7.0' },
  createLivePusherContext: { since: '1.7.0' },
  createRewardedVideoAd: { since: '2.0.4', object: 'adUnitId multiton@2.8.0' },
  createInterstitialAd: { since: '2.6.0', object: 'adUnitId' },
  // sensors and the screen
  startAccelerometer: { since: '1.1.0', object: 'interval(game,ui,normal)@2.1.0' },
  stopAccelerometer: { since: '1.1.0' },
  onAccelerometerChange: {},
  offAccelerometerChange: { since: '2.9.3' },
  startCompass: { since: '1.1.0' },
  stopCompass: { since: '1.1.0' },
  onCompassChange: {},
  offCompassChange: { since: '2.9.3' },
  startGyroscope: { since: '2.3.0', object: 'interval(game,ui,normal)' },
  stopGyroscope: { since: '2.3.0' },
  onGyroscopeChange: { since: '2.3.0' },
  offGyroscopeChange: { since: '2.9.3' },
  startDeviceMotionListening: { since: '2.3.0', object: 'interval(game,ui,normal)' },
  stopDeviceMotionListening: { since: '2.3.0' },
  onDeviceMotionChange: { since: '2.3.0' },
  offDeviceMotionChange: { since: '2.9.3' },
  startLocationUpdate: { since: '2.8.0', object: 'type' },
  stopLocationUpdate: { since: '2.8.0' },
  onLocationChange: { since: '2.8.1' },
  offLocationChange: { since: '2.8.1' },
  onLocationChangeError: { since: '2.19.5' },
  offLocationChangeError: { since: '2.19.5' },
  vibrateLong: { since: '1.2.0' },
  setKeepScreenOn: { since: '1.4.0', object: 'keepScreenOn' },
  setEnableDebug: { since: '1.4.0', object: 'enableDebug' },
  getScreenBrightness: { since: '1.2.0' },
  setScreenBrightness: { since: '1.2.0', object: 'value' },
  getBatteryInfo: { success: 'isCharging isLowPowerModeEnabled@3.5.0 level' },
  getBatteryInfoSync: {},
  onBatteryInfoChange: { since: '3.5.0' },
  offBatteryInfoChange: { since: '3.5.0' },
  getLocalIPAddress: { since: '2.20.1', success: 'localip netmask' },
  getRandomValues: { since: '2.15.0', object: 'length', success: 'randomValues' },
  hideKeyboard: { since: '2.8.2' },
  setBackgroundColor: { since: '2.1.0', object: 'backgroundColor backgroundColorBottom backgroundColorTop' },
  setBackgroundTextStyle: { since: '2.1.0', object: 'textStyle(dark,light)' },
  setTopBarText: { since: '1.4.3', object: 'text' },
  setWindowSize: { since: '2.10.1', object: 'height width' },
  openLocation: { object: 'latitude longitude address name scale' },
  onScreenRecordingStateChanged: { since: '2.24.0' },
  offScreenRecordingStateChanged: { since: '2.24.0' },
  onKeyDown: { since: '3.6.0' },
  offKeyDown: { since: '3.6.0' },
  onKeyUp: { since: '3.6.0' },
  offKeyUp: { since: '3.6.0' },
  // sharing and privacy
  showShareMenu: { since: '1.1.0', object: 'menus@2.11.3 withShareTicket' },
  hideShareMenu: { since: '1.1.0', object: 'menus@2.11.3' },
  updateShareMenu: {
    since: '1.2.0',
    object: 'activityId@2.4.0 chooseType@3.7.8 isPrivateMessage@2.13.0 isUpdatableMessage@2.4.0 participant templateInfo@2.4.0 toDoActivityId@2.11.0 useForChatTool@3.7.8 withShareTicket',
  },
  getShareInfo: { since: '1.1.0', object: 'shareTicket timeout@1.9.90' },
  getGroupEnterInfo: { since: '2.10.4', object: 'allowSingleChat@3.7.8 needGroupOpenID@3.7.8', success: 'cloudID@2.7.0 encryptedData iv' },
  enableAlertBeforeUnload: { since: '2.12.0', object: 'message' },
  disableAlertBeforeUnload: { since: '2.12.0' },
  getPrivacySetting: { since: '2.32.3', success: 'needAuthorization privacyContractName' },
  requirePrivacyAuthorize: { since: '2.32.3' },
  openPrivacyContract: { since: '2.32.3' },
  onNeedPrivacyAuthorization: { since: '2.32.3' },
  checkIsAddedToMyMiniProgram: { since: '2.29.1', success: 'added' },
  onCopyUrl: { since: '2.14.3' },
  offCopyUrl: { since: '2.14.3' },
  onAppRoute: { since: '3.5.5' },
  offAppRoute: { since: '3.5.5' },
  onAppRouteDone: { since: '3.5.5' },
  offAppRouteDone: { since: '3.5.5' },
  getExptInfoSync: { since: '2.17.0' },
  getApiCategory: { since: '2.33.0' },
  onApiCategoryChange: { since: '2.33.0' },
  offApiCategoryChange: { since: '2.33.0' },
  onUserOffTranslation: { since: '3.14.2' },
  offUserOffTranslation: { since: '3.14.2' },
  onParallelStateChange: { since: '3.12.1' },
  offParallelStateChange: { since: '3.12.1' },
  onWindowStateChange: { since: '3.8.8' },
  offWindowStateChange: { since: '3.8.8' },
  requestIdleCallback: { since: '3.10.0' },
  cancelIdleCallback: { since: '3.10.0' },
  getPerformance: { since: '2.11.0' },
  createIntersectionObserver: { since: '1.9.3', object: 'initialRatio nativeMode@3.5.7 observeAll@2.0.0 thresholds' },
  ...ABSENT_DEVICES,
  // cloud and Skyline
  cloud: { since: '2.2.3' },
  worklet: { since: '2.29.2' },
  router: { since: '2.29.2' },
  // sockets
  onSocketOpen: {},
  onSocketMessage: {},
  onSocketError: {},
  onSocketClose: {},
  // tools
  createWorker: { since: '1.9.90' },
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

/** What is there and does less than its name says. */
export const IN_PART = ['cloud', 'createWorker', 'worklet', 'router', ...ABSENT_CALLS]

/** Since which base library each name exists. */
export const SINCE: Record<string, string> = Object.fromEntries(Object.entries(TABLE).map(([name, row]) => [name, row.since ?? '1.0.0']))

/** Calls that WeChat itself answers, over the wire. */
export const SERVER = ['addCard', 'openCard', 'navigateToMiniProgram', 'navigateBackMiniProgram', 'exitMiniProgram', 'showToast', 'hideToast',
  'showLoading', 'hideLoading', 'showModal', 'showActionSheet', 'login', 'checkSession', 'setClipboardData', 'getClipboardData', 'vibrateShort',
  'authorize', 'getSetting', 'openSetting', 'getUserInfo', 'getUserProfile', 'getPhoneNumber', 'getLocation', 'getFuzzyLocation', 'chooseLocation',
  'chooseAddress', 'chooseInvoiceTitle', 'scanCode', 'makePhoneCall', 'saveImageToPhotosAlbum', 'saveVideoToPhotosAlbum', 'requestPayment',
  'requestSubscribeMessage']

/** Calls that only a button makes. */
export const BUTTONS_ONLY = ['getPhoneNumber', 'chooseAvatar']

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
  setTabBarItem: { index: 0 }, authorize: { scope: '' }, makePhoneCall: { phoneNumber: '' }, openLocation: { latitude: 0, longitude: 0 },
  requestPayment: { timeStamp: '', nonceStr: '', package: '', paySign: '' }, requestSubscribeMessage: { tmplIds: [] },
  uploadFile: { url: '', filePath: '', name: '' }, downloadFile: { url: '' }, connectSocket: { url: '' },
  saveImageToPhotosAlbum: { filePath: '' }, saveVideoToPhotosAlbum: { filePath: '' }, getImageInfo: { src: '' },
}
