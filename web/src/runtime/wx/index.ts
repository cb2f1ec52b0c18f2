/** The `wx` object of one started mini-program. https://developers.weixin.qq.com/miniprogram/dev/api/ */
import { absentDevices } from './absent-devices.ts'
import { mediaCalls } from './audio.ts'
import { canIUse } from './can-i-use.ts'
import { canvasCalls } from './canvas.ts'
import { chosenFiles } from './chosen-files.ts'
import { cloud } from './cloud.ts'
import { contexts } from './contexts.ts'
import { device } from './device.ts'
import { events } from './events.ts'
import { fileSystem } from './file-system.ts'
import { interfaceCalls } from './interface.ts'
import { appFunction, atOnce, here, onServer, perform, type Async } from './machinery.ts'
import { USER_DATA } from './memory-files.ts'
import { isOfficial } from './names.ts'
import { navigation } from './navigation.ts'
import type { AppEvent, Family, Result, WxNeeds } from './needs.ts'
import { network } from './network.ts'
import { sockets } from './sockets.ts'
import { storageCalls } from './storage.ts'
import { system } from './system.ts'
import { BUTTONS_ONLY, PRIVILEGED, SERVER, SINCE, TEMPLATES } from './table.ts'
import { tools } from './tools.ts'
import { atLeast } from './version.ts'
import { workers } from './workers.ts'
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

/** Calls whose every callback is worth a line in the journal although no server answers them. */
const TOLD = /^(navigateTo|redirectTo|navigateBack|switchTab|reLaunch)$/

export function createWx(needs: WxNeeds): Wx {
  const heard = events(needs)
  const lines = sockets(needs)
  const families: Family[] = [
    navigation(needs), storageCalls(needs.storage), system(needs), interfaceCalls(needs), network(needs), chosenFiles(needs), fileSystem(needs),
    canvasCalls(needs), mediaCalls(needs), lines.family, device(needs), contexts(needs), tools(needs), workers(needs), absentDevices(), heard.family,
  ]
  const exists = existing(needs.environment.baseLibrary)
  const functions = asyncFunctions(families, needs).filter(api => exists(api.name))
  const wx: Record<string, any> = Object.create(reportingPrototype(needs))
  for (const { direct = {} } of families) {
    for (const [name, run] of Object.entries(direct)) if (exists(name)) wx[name] = run
  }
  for (const api of functions) if (!BUTTONS_ONLY.includes(api.name)) wx[api.name] = appFunction(api, needs)
  if (exists('canIUse')) wx.canIUse = (query: unknown) => canIUse(query, needs, name => Object.hasOwn(wx, name))
  if (exists('env')) wx.env = { USER_DATA_PATH: USER_DATA }
  if (exists('cloud')) wx.cloud = cloud(needs)
  if (exists('worklet')) Object.assign(wx, { worklet: worklet(needs), router: customRoutes })
  const known = new Map(functions.map(api => [api.name, api]))
  return { wx, emit: heard.emit, socket: lines.happened, invoke: (name, params = {}) => invoke(known.get(name), name, params, needs) }
}

/** Whether the base library has that name already. Hundreds are asked for, since a few versions. */
function existing(baseLibrary: string): (name: string) => boolean {
  const reached = new Map<string, boolean>()
  return name => {
    const since = SINCE[name] ?? '1.0.0'
    let has = reached.get(since)
    if (has === undefined) reached.set(since, (has = atLeast(baseLibrary, since)))
    return has
  }
}

function asyncFunctions(families: Family[], needs: WxNeeds): Async[] {
  const make = (name: string, start: Async['start'], told: boolean, task = false): Async =>
    ({ name, start, told, task, template: TEMPLATES[name] })
  const served = needs.environment.privileged ? [...SERVER, ...PRIVILEGED] : SERVER
  return [
    ...served.map(name => make(name, onServer(name, needs), true)),
    ...families.flatMap(({ local = {} }) => Object.entries(local).map(([name, run]) => make(name, here(name, run, needs), TOLD.test(name)))),
    ...families.flatMap(({ synchronous = {} }) => Object.entries(synchronous).map(([name, run]) => make(name, atOnce(run), false))),
    ...families.flatMap(({ served: own = {} }) => Object.entries(own).map(([name, start]) => make(name, start, true))),
    ...families.flatMap(({ tasks = {} }) => Object.entries(tasks).map(([name, start]) => make(name, start, true, true))),
  ]
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
