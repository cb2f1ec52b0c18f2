/** https://developers.weixin.qq.com/miniprogram/dev/api/base/wx.canIUse.html */
import { COMPONENTS } from './component-table.ts'
import type { WxNeeds } from './needs.ts'
import { TABLE, type Row } from './table.ts'
import { atLeast } from './version.ts'

const METHODS = ['object', 'success', 'return', 'callback'] as const

/** `API.method.param.option` or `component.attribute.option`. Throws for anything but text; undefined counts as ''. */
export function canIUse(query: unknown, needs: WxNeeds, exists: (api: string) => boolean): boolean {
  if (query === undefined) return false
  if (typeof query !== 'string') throw new TypeError('canIUse: schema should be an object')
  const [name = '', ...rest] = query.split('.')
  const row = TABLE[name]
  if (row) return exists(name) && apiHas(row, rest, needs)
  return needs.hasComponent(name) && componentHas(name, rest, needs)
}

function apiHas(row: Row, [method, param, option]: string[], needs: WxNeeds): boolean {
  if (method === undefined) return true
  const words = METHODS.includes(method as keyof Row as never) ? row[method as keyof Row] : undefined
  if (words === undefined) return false
  // The real base library reads no further than the third segment; whether newer ones do is not known.
  const looked = needs.environment.switches['canIUse.fourth-segment'] === 'looked-up' ? option : undefined
  return param === undefined || knows(words, param, looked, needs.environment.baseLibrary)
}

function componentHas(tag: string, [attribute, option]: string[], needs: WxNeeds): boolean {
  const { baseLibrary } = needs.environment
  const { since = '1.0.0', attributes } = COMPONENTS[tag] ?? {}
  if (!atLeast(baseLibrary, since)) return false
  return attribute === undefined || (attributes !== undefined && knows(attributes, attribute, option, baseLibrary))
}

/** Whether the words (see Row) hold `key`, with `option` if asked, in this base library. */
function knows(words: string, key: string, option: string | undefined, baseLibrary: string): boolean {
  return words.split(/\s+/).some(word => {
    const [, name, options = '', since = '1.0.0'] = /^([\w-]+)(?:\(([^)]*)\))?(?:@([\d.]+))?$/.exec(word)!
    return name === key && atLeast(baseLibrary, since) && (option === undefined || options.split(',').includes(option))
  })
}
