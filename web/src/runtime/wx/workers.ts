/**
 * `wx.createWorker`: a script with a global scope of its own, on the same thread as the app. Messages are copied and come later; what
 * the worker computes, the app waits for.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/workers.html, https://developers.weixin.qq.com/miniprogram/dev/api/worker/Worker.html
 */
import { resolve } from '../../paths.ts'
import type { Json } from '../types.ts'
import { USER_DATA } from './memory-files.ts'
import type { Family, WxNeeds } from './needs.ts'

type Listener = (message: unknown) => void

/** One end: what it says is heard by the listeners of the other. */
interface End { heard: Listener[]; said: Listener[] }

export function workers(needs: WxNeeds): Family {
  let living = ''
  const later = (run: () => void) => { needs.clock.setTimeout(run, 0) }

  function createWorker(script: unknown): Json {
    const file = typeof script === 'string' ? resolve(script.replace(/\.(js|ts)$/, '')) : ''
    const folder = folderOf(needs.appJson.workers)
    const wrong = refused(file, folder, script) || (needs.hasScript(file) ? '' : `there is no script ${String(script)}`)
    if (wrong) throw new Error(`createWorker:fail ${wrong}`)
    if (living) needs.complain({
      zh: `已有一个 Worker（${living}）。手机上最多一个，请先 terminate()。`,
      en: `There is a worker (${living}) already. Phones have one at a time: terminate() it first.`,
    })
    living = script as string
    let ended = false
    const alive = (run: () => void) => { if (!ended) run() }
    const [ours, theirs]: [Listener[], Listener[]] = [[], []]
    const end = ({ heard, said }: End): Json => ({
      postMessage: (message: unknown) => {
        const copy = copied(message)
        later(() => alive(() => { for (const listener of said) listener(copied(copy)) }))
      },
      onMessage: (listener: Listener) => { if (typeof listener === 'function') heard.push(listener) },
      env: { USER_DATA_PATH: USER_DATA },
    })
    const worker = end({ heard: theirs, said: ours })
    later(() => alive(() => needs.runWorker(file, folder, worker, alive)))
    return {
      ...end({ heard: ours, said: theirs }),
      terminate: () => {
        if (!ended) living = ''
        ended = true
      },
      /** The system takes no worker away here. */
      onProcessKilled: () => {},
    }
  }

  return { direct: { createWorker } }
}

/** `workers` of app.json: a folder, or one with more about it; with a slash at its end. */
function folderOf(workers: unknown): string {
  const path = typeof workers === 'string' ? workers : (workers as Json | undefined)?.path
  return typeof path === 'string' && path ? `${path.replace(/^\/|\/$/g, '')}/` : ''
}

function refused(file: string, folder: string, script: unknown): string {
  if (!folder) return 'app.json names no folder for workers: "workers": "workers"'
  return file.startsWith(folder) ? '' : `${String(script)} is not in the folder of the workers, ${folder}`
}

/** What arrives at the other end: nothing is shared, and functions are not carried. */
function copied(value: unknown, made = new Map<unknown, unknown>()): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null) return value
  if (made.has(value)) return made.get(value)
  if (value instanceof ArrayBuffer) return value.slice(0)
  if (value instanceof Date) return new Date(value.getTime())
  if (ArrayBuffer.isView(value)) return new (value.constructor as any)(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength))
  const copy: any = Array.isArray(value) ? [] : {}
  made.set(value, copy)
  for (const key of Object.keys(value)) {
    if (typeof (value as Json)[key] !== 'function') copy[key] = copied((value as Json)[key], made)
  }
  return copy
}
