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

type Listener = (argument?: unknown) => unknown

/** The app's listeners, by event as it is called in `onAppShow`. */
export class Heard {
  private readonly listeners = new Map<string, Listener[]>()

  constructor(private readonly needs: WxNeeds) {}

  /** Tells them; returns how many there were. */
  emit(event: AppEvent, argument?: unknown): number {
    const name = capital(event)
    const called = this.listeners.get(name) ?? []
    for (const listener of called) run(listener, argument, `wx.on${name}`, this.needs)
    return called.length
  }

  get family(): Family {
    const direct: Record<string, Direct> = {}
    for (const event of [...EVENTS.map(capital), ...SILENT]) {
      if (`on${event}` in SINCE) direct[`on${event}`] = (listener: Listener) => {
        if (typeof listener === 'function') this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener])
      }
      if (`off${event}` in SINCE) direct[`off${event}`] = (listener?: Listener) => {
        this.listeners.set(event, listener ? (this.listeners.get(event) ?? []).filter(one => one !== listener) : [])
      }
    }
    return { direct }
  }
}

function capital(event: AppEvent): string { return event[0]!.toUpperCase() + event.slice(1) }

function run(listener: Listener, argument: unknown, where: string, needs: WxNeeds): void {
  try {
    const given = listener(argument)
    if (where !== 'wx.onUnhandledRejection') needs.kept(given, where) // it would call itself for ever
  } catch (error) {
    needs.fault(error, where)
  }
}
