/** The `wx` object of one started mini-program. https://developers.weixin.qq.com/miniprogram/dev/api/ */
import { canIUse } from './can-i-use.ts'
import { cloud } from './cloud.ts'
import { Heard } from './events.ts'
import { existing, Functions } from './functions.ts'
import { perform, type Async } from './machinery.ts'
import { USER_DATA } from './memory-files.ts'
import { isOfficial } from './names.ts'
import type { AppEvent, Result, WxNeeds } from './needs.ts'
import { sockets } from './sockets.ts'
import { BUTTONS_ONLY, SINCE } from './table.ts'
import { customRoutes, worklet } from './worklet.ts'
import type { Json } from '../types.ts'

export type { AppEvent, Result, WxNeeds } from './needs.ts'
export { MemoryFiles } from './memory-files.ts'
export { StorageArea } from './storage-area.ts'

export interface Wx {
  /** For the app. */
  wx: Record<string, any>
  /** Runs `wx[name](params)` for a built-in component; a failure is a result too. */
  invoke(name: string, params?: object): Promise<Result>
  /** Tells the app's listeners; returns how many there were. */
  emit(event: AppEvent, argument?: unknown): number
  /** Something happened on one of the app's sockets. */
  socket(options: Json): void
}

export function createWx(needs: WxNeeds): Wx {
  const heard = new Heard(needs)
  const lines = sockets(needs)
  const functions = new Functions(needs, heard, lines)
  const exists = existing(needs.environment.baseLibrary)
  const wx: Record<string, any> = Object.create(reportingPrototype(needs))
  for (const name of functions.names) if (!BUTTONS_ONLY.includes(name)) wx[name] = (...given: unknown[]) => functions.forApp(name)(...given)
  if (exists('canIUse')) wx.canIUse = (query: unknown) => canIUse(query, needs, name => Object.hasOwn(wx, name))
  if (exists('env')) wx.env = { USER_DATA_PATH: USER_DATA }
  if (exists('cloud')) wx.cloud = cloud(needs)
  if (exists('worklet')) Object.assign(wx, { worklet: worklet(needs), router: customRoutes })
  return {
    wx, emit: (event, argument) => heard.emit(event, argument), socket: lines.happened,
    invoke: (name, params = {}) => invoke(functions.withCallbacks(name), name, params, needs),
  }
}

function invoke(api: Async | undefined, name: string, params: object, needs: WxNeeds): Promise<Result> {
  if (!api) {
    needs.missing(`wx.${name}`)
    return Promise.resolve({ errMsg: `${name}:fail not supported` })
  }
  return new Promise(resolve => perform(api, params, {}, needs, resolve))
}

/** Behind the plain, extensible object: official names that we do not have are `undefined`, and reported once each. */
function reportingPrototype(needs: WxNeeds): object {
  const told = new Set<string>()
  return new Proxy(Object.prototype, {
    get(target, key, receiver) {
      if (typeof key === 'string' && isOfficial(key) && !(key in SINCE) && !told.has(key)) {
        told.add(key)
        needs.missing(`wx.${key}`)
      }
      return Reflect.get(target, key, receiver)
    },
  })
}
