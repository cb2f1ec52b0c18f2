/** The runtime as V8 in Python calls it: JSON text in, `{outbox, value?, error?}` as JSON text out. */
import './v8.ts'
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { builtins } from './builtins/index.ts'
import type { Message } from './peer.ts'
import { act, type Command } from './runtime/drive.ts'
import { createRuntime, type Runtime } from './runtime/runtime.ts'
import { resolve } from './paths.ts'
import type { Bundle, Environment, Host, Screen } from './runtime/types.ts'

/** Rendering has nothing to do here; the engine's own context would wait 16 ms of real time for it. */
class Backend extends (glassEasel as any).EmptyComposedBackendContext {
  render(done: (error: Error | null) => void): void { void Promise.resolve().then(() => done(null)) }
}

const SCREEN: Screen = {
  show() {}, mount: () => null, close() {}, navigationBar() {}, tabBar() {}, scrollTo() {}, pullDown() {},
}

interface Boot { instance: string; bundle: Bundle; environment: Environment; storage: Record<string, string> }

let outbox: Message[] = []
let runtime: Runtime | null = null

function boot({ instance, bundle, environment, storage }: Boot): void {
  const host: Host = {
    instance, environment, storage, backend: new Backend(), screen: SCREEN, realNow: null,
    send: message => { outbox.push(message) },
    asset: (src, from) => (/^(https?:|data:|\/\/)/.test(src) || !src ? src : `/${resolve(src, from)}`),
  }
  runtime = createRuntime(host, bundle, builtins)
  const { setTimeout, clearTimeout, setInterval, clearInterval } = runtime.clock
  Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval })
}

/** Runs the timers that are due at this very moment; whether there were any. */
function runDue(): true | undefined {
  const clock = runtime?.clock
  const next = clock?.nextDeadline() ?? null
  if (!clock || next === null || next > clock.now()) return undefined
  clock.advanceTo(clock.now())
  return true
}

function running(): Runtime {
  if (!runtime) throw new Error('no mini-program was booted')
  return runtime
}

/** Runs and answers with what is to be sent; an exception becomes `error`, so that Python never sees V8's own text. */
function answered(run: () => unknown): string {
  const reply: { outbox?: Message[]; value?: unknown; error?: string } = {}
  try {
    const value = run()
    if (value !== undefined) reply.value = value
  } catch (error) {
    reply.error = error instanceof Error ? error.message : String(error)
  }
  reply.outbox = outbox
  outbox = []
  return JSON.stringify(reply)
}

;(globalThis as any).wxemu = {
  boot: (json: string) => answered(() => boot(JSON.parse(json))),
  receive: (json: string) => answered(() => running().receive(JSON.parse(json))),
  advanceTo: (ms: number) => answered(() => running().clock.advanceTo(ms)),
  nextDeadline: () => runtime?.clock.nextDeadline() ?? null,
  drive: (json: string) => answered(() => act(running(), JSON.parse(json) as Command)),
  /** What microtasks have sent since the last call, and what is due now; `value: true`: there may be more. */
  collect: () => answered(runDue),
}
