/** What the app has stored, as text by key. */
import { WxFail } from '../fail.ts'
import { typeName } from './check.ts'

/** What a write tells the outside: see `Storage.write` in docs/protocol.md. */
export interface StorageChange { set: Record<string, string>; remove: string[]; clear: boolean }

export const KB = 1024
export const LIMIT = 10 * KB * KB
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
