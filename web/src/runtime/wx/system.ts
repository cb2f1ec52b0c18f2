/** The phone as the app may know it. https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getSystemInfoSync.html */
import type { Environment, Json } from '../types.ts'
import type { Family, WxNeeds } from './needs.ts'

const BAR = 44
/** Height of the tab bar without the safe area. */
const TABS = 48

export function system(needs: WxNeeds): Family {
  const { environment } = needs
  const parts = {
    getWindowInfo: () => windowInfo(needs),
    getDeviceInfo: () => deviceInfo(environment),
    getAppBaseInfo: () => appBaseInfo(environment, needs.appJson),
    getSystemSetting: () => ({ bluetoothEnabled: true, locationEnabled: true, wifiEnabled: environment.network === 'wifi', deviceOrientation: 'portrait' }),
    getAppAuthorizeSetting: () => authorizations('authorized'),
  }
  const all = () => ({
    ...parts.getDeviceInfo(), ...parts.getWindowInfo(), ...parts.getAppBaseInfo(), ...parts.getSystemSetting(),
    ...authorizations(true), errMsg: 'getSystemInfo:ok',
  })
  return {
    // "由于历史原因，wx.getSystemInfo 是异步的调用格式，但是是同步返回": https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getSystemInfo.html
    local: { getSystemInfoAsync: all }, synchronous: { getSystemInfo: all },
    direct: {
      ...parts,
      getSystemInfoSync: all,
      getMenuButtonBoundingClientRect: () => capsule(environment),
      getLaunchOptionsSync: () => ({ ...needs.enter.launch }),
      getEnterOptionsSync: () => ({ ...needs.enter.current }),
      getAccountInfoSync: () => ({ miniProgram: { appId: environment.appId, envVersion: environment.envVersion, version: '' } }),
    },
  }
}

function deviceInfo({ brand, model, system: name, platform }: Environment): Json {
  return { abi: 'arm64', deviceAbi: 'arm64', benchmarkLevel: platform === 'android' ? 30 : -1, brand, model, system: name, platform, memorySize: '4096', cpuType: 'unknown' }
}

function appBaseInfo({ baseLibrary, language, theme, weChatVersion }: Environment, app: Json): Json {
  return {
    SDKVersion: baseLibrary, enableDebug: false, host: { env: 'WeChat', appId: '', version: 0 }, language, version: weChatVersion,
    fontSizeScaleFactor: 1, fontSizeSetting: 17, ...(app.darkmode ? { theme } : {}),
  }
}

/** Sizes in CSS pixels; the window is what the page has of the screen. */
export function windowInfo({ environment, currentPage, appJson }: Pick<WxNeeds, 'environment' | 'currentPage' | 'appJson'>): Json {
  const { screenWidth, screenHeight, statusBarHeight, safeAreaBottom, pixelRatio } = environment
  const page = currentPage()
  const custom = (page?.window ?? appJson.window)?.navigationStyle === 'custom'
  const top = custom ? 0 : statusBarHeight + BAR
  const bottom = page?.isTab && !appJson.tabBar?.custom ? TABS + safeAreaBottom : 0
  const end = screenHeight - safeAreaBottom
  return {
    pixelRatio, screenWidth, screenHeight, statusBarHeight, screenTop: top, windowWidth: screenWidth, windowHeight: screenHeight - top - bottom,
    safeArea: { left: 0, right: screenWidth, top: statusBarHeight, bottom: end, width: screenWidth, height: end - statusBarHeight },
  }
}

/** The phone has given WeChat all it can; `given` is how the call at hand says so. */
function authorizations(given: true | 'authorized'): Json {
  const names = ['album', 'bluetooth', 'camera', 'location', 'microphone', 'notification', 'notificationAlert', 'notificationBadge', 'notificationSound', 'phoneCalendar']
  return { ...Object.fromEntries(names.map(name => [`${name}Authorized`, given])), locationReducedAccuracy: false }
}

/** Where the capsule of ring and dots lies: 87 by 32, centred in the bar, 7 from the right. */
function capsule({ screenWidth, statusBarHeight }: Environment): Json {
  const [width, height] = [87, 32]
  const top = statusBarHeight + (BAR - height) / 2
  const right = screenWidth - 7
  return { width, height, top, right, bottom: top + height, left: right - width }
}
