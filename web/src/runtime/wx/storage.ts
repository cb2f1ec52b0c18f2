/** The app's storage. https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorageSync.html */
import { WxFail } from '../fail.ts'
import { typeName } from './check.ts'
import type { Family } from './needs.ts'

/** What a write tells the outside: see `Storage.write` in docs/protocol.md. */
export interface StorageChange { set: Record<string, string>; remove: string[]; clear: boolean }

const KB = 1024
const LIMIT = 10 * KB * KB
const LONGEST = KB * KB

/** Values are kept as text: each read gives a fresh copy, a Date comes back as a Date and NaN as NaN. */
export class StorageArea {
  private readonly texts: Map<string, string>

  constructor(initial: Record<string, string>, private readonly changed: (change: StorageChange) => void) {
    this.texts = new Map(Object.entries(initial))
  }

  get keys(): string[] { return [...this.texts.keys()] }

  /** Bytes of all keys and values. */
  get size(): number { return [...this.texts].reduce((sum, [key, text]) => sum + bytes(key) + bytes(text), 0) }

  has(key: string): boolean { return this.texts.has(key) }

  get(key: string): unknown {
    const text = this.texts.get(key)
    return text === undefined ? '' : read(text)
  }

  set(key: string, value: unknown): void {
    const text = write(value)
    if (bytes(text) > LONGEST) throw new WxFail('entry size limit reached')
    if (this.size + bytes(text) - bytes(this.texts.get(key) ?? '') > LIMIT) throw new WxFail('exceed storage max size 10Mb')
    this.texts.set(key, text)
    this.changed({ set: { [key]: text }, remove: [], clear: false })
  }

  remove(key: string): void {
    if (this.texts.delete(key)) this.changed({ set: {}, remove: [key], clear: false })
  }

  clear(): void {
    this.texts.clear()
    this.changed({ set: {}, remove: [], clear: true })
  }
}

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

function bytes(text: string): number {
  let count = 0
  for (const char of text) {
    const code = char.codePointAt(0)!
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return count
}

/** Plain JSON, except for what JSON cannot hold: that is an object with this key. */
const SPECIAL = '$wx'

function write(value: unknown): string {
  const type = typeName(value)
  if (type === 'Date') return JSON.stringify({ [SPECIAL]: type, data: (value as Date).getTime() })
  if (type === 'RegExp' || (type === 'Number' && !Number.isFinite(value))) return JSON.stringify({ [SPECIAL]: type, data: String(value) })
  return JSON.stringify(value) ?? JSON.stringify({ [SPECIAL]: 'Undefined' })
}

function read(text: string): unknown {
  const value = JSON.parse(text)
  switch (value?.[SPECIAL]) {
    case 'Date': return new Date(value.data)
    case 'Number': return Number(value.data)
    case 'RegExp': return new RegExp(...(/^\/(.*)\/(\w*)$/s.exec(value.data)!.slice(1) as [string, string]))
    case 'Undefined': return undefined
    default: return value
  }
}
