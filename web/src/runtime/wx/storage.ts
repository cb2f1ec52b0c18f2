/** The app's storage. https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorageSync.html */
import { WxFail } from '../fail.ts'
import { typeName } from './check.ts'
import type { Family } from './needs.ts'
import { KB, LIMIT, type StorageArea } from './storage-area.ts'

export function storageCalls(area: StorageArea): Family {
  const info = () => ({ keys: area.keys, currentSize: Math.ceil(area.size / KB), limitSize: LIMIT / KB })
  return {
    local: {
      setStorage: ({ key, data }) => area.set(key, data),
      getStorage({ key }) {
        if (!area.has(key)) throw new WxFail('data not found')
        return { data: area.get(key) }
      },
      removeStorage: ({ key }) => area.remove(key),
      clearStorage: () => area.clear(),
      getStorageInfo: info,
      batchSetStorage: ({ kvList }) => { for (const { key, value } of kvList) area.set(key, value) },
      batchGetStorage: ({ keyList }) => ({ dataList: keyList.map((key: string) => area.get(key)) }),
    },
    direct: {
      setStorageSync: sync('setStorageSync', (key, data) => area.set(key, data)),
      getStorageSync: sync('getStorageSync', key => area.get(key)),
      removeStorageSync: sync('removeStorageSync', key => area.remove(key)),
      clearStorageSync: () => area.clear(),
      getStorageInfoSync: info,
      batchSetStorageSync(list: { key: string; value: unknown }[]) { for (const { key, value } of list) area.set(key, value) },
      batchGetStorageSync: (keys: string[]) => keys.map(key => area.get(key)),
    },
  }
}

/** Checks the key; failures become Errors with the call's name in front, as WeChat throws them. */
function sync(name: string, run: (key: string, data?: unknown) => unknown): (key: string, data?: unknown) => unknown {
  return (key, data) => {
    if (typeof key !== 'string') throw new Error(`${name}:fail parameter error: parameter should be String instead of ${typeName(key)};`)
    try {
      return run(key, data)
    } catch (error) {
      throw error instanceof WxFail ? new Error(`${name}:fail ${error.message}`) : error
    }
  }
}
