/** Callbacks and promises of `wx` functions. https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/api.html */
import { WxFail } from '../fail.ts'
import type { Json } from '../types.ts'
import { faults } from './check.ts'
import type { Local, Result, Start, WxNeeds } from './needs.ts'
import { atLeast } from './version.ts'

/** Callers that give no callback get a promise from here on. */
const PROMISES_SINCE = '2.10.2'

const CALLBACKS = ['success', 'fail', 'cancel', 'complete'] as const
type Callbacks = Partial<Record<(typeof CALLBACKS)[number], (result: Result) => void>>

export interface Async {
  name: string
  start: Start
  /** What the argument must look like; without one anything goes. */
  template?: unknown
  /** Whether the journal hears of the callbacks. */
  told: boolean
  /** A task stands in the promise's place. */
  task: boolean
}

/** The function the app sees. It needs no `this`. */
export function appFunction(api: Async, needs: WxNeeds): (argument?: unknown) => unknown {
  return argument => {
    const given = (typeof argument === 'object' && argument) || {}
    const callbacks = callbacksOf(given)
    if (api.task) return perform(api, argument, callbacks, needs)
    const { success, fail, complete } = given as Json
    if (success || fail || complete || !atLeast(needs.environment.baseLibrary, PROMISES_SINCE)) {
      perform(api, argument, callbacks, needs)
      return undefined
    }
    return needs.promised(new Promise((resolve, reject) => {
      perform(api, argument, callbacks, needs, (result, number) => {
        const kept = succeeded(api.name, result)
        // Whoever waits for the promise is told as by a callback.
        if (api.told) needs.tell(`${api.name}.${kept ? 'success' : 'fail'}`, number, tellable(result), true)
        if (kept) resolve(result)
        else reject(rejection(result, needs))
      })
    }), api.name)
  }
}

/** What a failed promise is rejected with: the plain object, or an Error that carries the same. */
function rejection(result: Result, needs: WxNeeds): Result | Error {
  return needs.environment.switches['promise.rejection'] === 'error' ? Object.assign(new Error(result.errMsg), result) : result
}

/** Runs the API once; `settled` hears the result after the callbacks. Returns the task, if the API has one. */
export function perform(api: Async, argument: unknown, callbacks: Callbacks, needs: WxNeeds, settled?: (result: Result, call?: number) => void): unknown {
  let number: number | undefined
  const finish = (reply: Json) => {
    const result = resultOf(api.name, reply)
    runCallbacks(api, result, callbacks, number, needs)
    settled?.(result, number)
  }
  const wrong = api.template === undefined ? '' : faults(api.template, argument)
  if (wrong) {
    const errMsg = `${api.name}:fail parameter error: ${wrong}`
    needs.complain(errMsg)
    finish({ errMsg })
    return undefined
  }
  return api.start(withoutFunctions(argument), finish, given => { number = given })
}

/** The start of an API the server answers. What it sends is JSON, taken at the moment of the call. */
export function onServer(name: string, needs: WxNeeds): Start {
  return (params, finish, call) => {
    let copy: Json
    try {
      copy = JSON.parse(JSON.stringify(params))
    } catch (error) {
      return finish({ errMsg: failure(name, error) })
    }
    call(needs.callServer(name, copy, finish) ?? undefined)
  }
}

/** The start of an API answered here. The answer comes after the caller's own code, as in WeChat. */
export function here(name: string, run: Local, needs: WxNeeds): Start {
  return (params, finish) => {
    let answer: Promise<Json | void>
    try {
      answer = Promise.resolve(run(params))
    } catch (error) {
      answer = Promise.reject(error)
    }
    void answer.then(result => finish(result ?? {}), error => {
      if (!(error instanceof WxFail)) needs.fault(error, `wx.${name}`)
      finish({ errMsg: failure(name, error) })
    })
  }
}

/** The start of an API that answers before it returns, though it takes callbacks. */
export function atOnce(run: (params: Json) => Json): Start {
  return (params, finish) => { finish(run(params)) }
}

export function succeeded(name: string, result: Result): boolean {
  return result.errMsg === `${name}:ok`
}

function failure(name: string, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text ? `${name}:fail ${text}` : `${name}:fail`
}

/** A fresh result whose errMsg starts with the name. None at all counts as ok; a native `x:cancel` becomes `x:fail cancel`. */
function resultOf(name: string, reply: Json): Result {
  const { errMsg = 'ok' } = reply
  const text = String(errMsg).startsWith(`${name}:`) ? String(errMsg).slice(name.length + 1) : String(errMsg)
  return { ...reply, errMsg: `${name}:${text === 'cancel' ? 'fail cancel' : text}` }
}

function runCallbacks(api: Async, result: Result, callbacks: Callbacks, number: number | undefined, needs: WxNeeds): void {
  const order: (keyof Callbacks)[] = succeeded(api.name, result) ? ['success', 'complete']
    : result.errMsg === `${api.name}:fail cancel` ? ['fail', 'cancel', 'complete'] : ['fail', 'complete']
  for (const which of order) {
    const callback = callbacks[which]
    if (!callback) continue
    const name = `${api.name}.${which}`
    if (api.told) needs.tell(name, number, tellable(result))
    try {
      needs.kept(callback(result), `wx.${name}`)
    } catch (error) {
      needs.fault(error, `wx.${name}`)
    }
  }
}

function callbacksOf(argument: Json): Callbacks {
  return Object.fromEntries(CALLBACKS.flatMap(name => {
    const callback = argument[name]
    return typeof callback === 'function' ? [[name, (result: Result) => callback.call(argument, result)]] : []
  }))
}

function withoutFunctions(argument: unknown): Json {
  if (typeof argument !== 'object' || !argument) return {}
  return Object.fromEntries(Object.entries(argument).filter(([, value]) => typeof value !== 'function'))
}

/** The result for the journal: bytes as their count; what is no data (an event channel) is left out. */
function tellable(result: Result): unknown {
  return JSON.parse(JSON.stringify(result, (_, value) => {
    if (value instanceof ArrayBuffer) return `[ArrayBuffer ${value.byteLength}]`
    const data = typeof value !== 'object' || value === null || Array.isArray(value) || [null, Object.prototype].includes(Object.getPrototypeOf(value))
    return data ? value : undefined
  }))
}
