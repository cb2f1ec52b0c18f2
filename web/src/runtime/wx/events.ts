/** Listeners to the app's life. https://developers.weixin.qq.com/miniprogram/dev/api/base/app/app-event/wx.onAppShow.html */
import { ABSENT_EVENTS } from './absent-devices.ts'
import { SINCE } from './table.ts'
import type { AppEvent, Direct, Family, WxNeeds } from './needs.ts'

const EVENTS: AppEvent[] = ['appShow', 'appHide', 'error', 'unhandledRejection', 'themeChange', 'pageNotFound', 'networkStatusChange', 'memoryWarning', 'userCaptureScreen',
  'audioInterruptionBegin', 'audioInterruptionEnd', 'windowResize']

/** Events that never happen here; listening to them is harmless. */
const SILENT = ['KeyboardHeightChange', 'LazyLoadError', 'AccelerometerChange', 'CompassChange', 'GyroscopeChange', 'DeviceMotionChange', 'LocationChange',
  'LocationChangeError', 'BatteryInfoChange', 'CopyUrl', 'NeedPrivacyAuthorization', 'ApiCategoryChange', 'AppRoute', 'AppRouteDone',
  'UserOffTranslation', 'ScreenRecordingStateChanged', 'ParallelStateChange', 'KeyDown', 'KeyUp', 'WindowStateChange', ...ABSENT_EVENTS]

export interface Heard { family: Family; emit(event: AppEvent, argument?: unknown): number }

type Listener = (argument?: unknown) => unknown

export function events(needs: WxNeeds): Heard {
  const listeners = new Map<string, Listener[]>()
  const direct: Record<string, Direct> = {}
  for (const event of [...EVENTS.map(name => name[0]!.toUpperCase() + name.slice(1)), ...SILENT]) {
    direct[`on${event}`] = (listener: Listener) => {
      if (typeof listener === 'function') listeners.set(event, [...(listeners.get(event) ?? []), listener])
    }
    direct[`off${event}`] = (listener?: Listener) => {
      listeners.set(event, listener ? (listeners.get(event) ?? []).filter(one => one !== listener) : [])
    }
  }
  return {
    family: { direct: Object.fromEntries(Object.entries(direct).filter(([name]) => name in SINCE)) },
    emit(event, argument) {
      const name = event[0]!.toUpperCase() + event.slice(1)
      const called = listeners.get(name) ?? []
      for (const listener of called) run(listener, argument, `wx.on${name}`, needs)
      return called.length
    },
  }
}

function run(listener: Listener, argument: unknown, where: string, needs: WxNeeds): void {
  try {
    const given = listener(argument)
    if (where !== 'wx.onUnhandledRejection') needs.kept(given, where) // it would call itself for ever
  } catch (error) {
    needs.fault(error, where)
  }
}
