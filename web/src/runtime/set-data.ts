/** setData as phones do it: what is set travels as JSON. What does not survive is told, with page and key. */
import { component } from 'glass-easel-miniprogram-adapter'
import { DEEPEST, isPlain } from './instances.ts'
import { running } from './running.ts'
import type { Says } from './types.ts'

/** Larger ones are slow on phones: https://developers.weixin.qq.com/miniprogram/dev/framework/performance/tips/runtime_setData.html */
const LARGE = 256 * 1024

/** More than this may not be set at once: https://developers.weixin.qq.com/miniprogram/dev/reference/api/Page.html#Page-prototype-setData-Object-data-Function-callback */
const FORBIDDEN = 1024 * 1024

/** The key that brings the data over the limit, and how much was counted until then, in bytes at least. */
function tooLarge(data: unknown): { key: string; bytes: number } | null {
  let bytes = 0
  const count = (value: unknown, depth: number): void => {
    if (typeof value === 'string') bytes += value.length
    else if (typeof value !== 'object' || value === null) bytes += 4
    else if (depth < DEEPEST && isPlain(value)) {
      for (const key of Object.keys(value)) {
        if (bytes > FORBIDDEN) return
        count((value as Record<string, unknown>)[key], depth + 1)
      }
    }
  }
  for (const [key, value] of Object.entries(data ?? {})) {
    count(value, 0)
    if (bytes > FORBIDDEN) return { key, bytes }
  }
  return null
}

type Warn = (words: Says) => void

/** Every setData of pages and components of this realm gets there first. */
const { prototype } = component.ComponentCaller as any
const plain = prototype.setData
prototype.setData = function (this: any, data: unknown, ...more: unknown[]) {
  return plain.call(this, running().carried(this, data), ...more)
}

/** What setData of the app's own components is given, as it arrives: `copied` as on phones, as JSON. */
export function carrier(copied: boolean, warn: Warn, warnOnce: Warn): (caller: any, data: unknown) => unknown {
  return (caller, data) => {
    if (caller.services !== undefined) return data
    const where = String(caller._$?.is ?? '')
    if (copied) return travelled(data, where, warn)
    const found = tooLarge(data)
    if (found) {
      const [what, size] = [`setData ${where}: ${found.key}`, found.bytes >> 10]
      warnOnce({
        zh: `${what} 至少有 ${size} KB，一次不能超过 1024 KB，手机上会卡死或白屏：只设置要显示的`,
        en: `${what} is ${size} KB at least; more than 1024 KB at once is not allowed and hangs a phone: set only what is shown`,
      })
    }
    return data
  }
}

/** A copy without what JSON cannot carry. */
export function travelled(data: unknown, where: string, warn: Warn): unknown {
  const open: unknown[] = []
  const copy = (value: any, key: string): unknown => {
    const say = (zh: string, en: string) => warn({ zh: `setData ${where}: ${key} ${zh}`, en: `setData ${where}: ${key} ${en}` })
    if (typeof value === 'function') return void say('是函数，手机上会丢失', 'is a function and is lost on a phone')
    if (value === undefined) return void say('是 undefined，手机上会被忽略', 'is undefined and is ignored on a phone')
    if (typeof value !== 'object' || value === null) return value
    if (open.includes(value)) return void say('是循环引用，手机上会报错', 'is a cycle, an error on a phone')
    if (value instanceof Date || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value
    open.push(value)
    const made = Array.isArray(value)
      ? value.map((one, index) => copy(one, `${key}[${index}]`) ?? null)
      : Object.fromEntries(Object.entries(value).flatMap(([name, one]) => {
        const inner = copy(one, key ? `${key}.${name}` : name)
        return inner === undefined ? [] : [[name, inner]]
      }))
    open.pop()
    return made
  }
  const made = copy(data ?? {}, '')
  for (const [key, value] of Object.entries(made ?? {})) {
    const size = JSON.stringify(value)?.length ?? 0
    const [what, large] = [`setData ${where}: ${key}`, Math.round(size / 1024)]
    if (size > LARGE) warn({ zh: `${what} 有 ${large} KB，超过 256 KB`, en: `${what} is ${large} KB, more than 256 KB` })
  }
  return made
}
