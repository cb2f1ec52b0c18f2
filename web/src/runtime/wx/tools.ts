/** Small helpers of `wx` that ask nobody. https://developers.weixin.qq.com/miniprogram/dev/api/ui/custom-component/wx.nextTick.html */
import type { Json } from '../types.ts'
import { createAnimation } from './animation.ts'
import { fromBase64, toBase64 } from './base64.ts'
import type { Family, WxNeeds } from './needs.ts'

export function tools(needs: WxNeeds): Family {
  const ext = () => needs.appJson.extJson ?? {}
  return {
    local: { getExtConfig: () => ({ extConfig: ext() }) },
    direct: {
      nextTick: (run: () => void) => void Promise.resolve().then(run).catch(error => needs.fault(error, 'wx.nextTick')),
      arrayBufferToBase64: toBase64,
      base64ToArrayBuffer: fromBase64,
      getExtConfigSync: ext,
      createAnimation,
      createSelectorQuery: () => needs.createSelectorQuery(),
      createIntersectionObserver: (component?: unknown, options?: object) => needs.createIntersectionObserver(component, options),
      getUpdateManager: updateManager,
      getLogManager: () => logs(['debug', 'info', 'log', 'warn']),
      getRealtimeLogManager: () => logs(['info', 'warn', 'error', 'in', 'addFilterMsg', 'setFilterMsg', 'getCurrentState', 'tag']),
      reportEvent: () => {},
      reportAnalytics: () => {},
      reportMonitor: () => {},
    },
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/api/base/update/UpdateManager.html There is never a newer version here. */
  function updateManager(): Json {
    return {
      onCheckForUpdate: (told: (result: Json) => void) => { needs.clock.setTimeout(() => told({ hasUpdate: false }), 0) },
      onUpdateReady: () => {},
      onUpdateFailed: () => {},
      applyUpdate: () => {},
    }
  }
}

/** A manager whose lines go nowhere: they are for WeChat's own back end. */
function logs(names: string[]): Json {
  return Object.fromEntries(names.map(name => [name, () => {}]))
}
