/**
 * The runtime as V8 in Python calls it: JSON text in, `{outbox, deadline, value?, error?}` as JSON text out. One
 * mini-program at a time; when it is released, the realm says whether another may have it.
 */
import './v8.ts'
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import builtinTemplates from 'virtual:builtin-templates'
import { builtins } from './builtins/index.ts'
import type { Message } from './peer.ts'
import { Proof } from './proof.ts'
import { act, type Command } from './runtime/drive.ts'
import { setRunning } from './runtime/running.ts'
import { createRuntime, type Runtime } from './runtime/runtime.ts'
import { places } from './runtime/wx/functions.ts'
import { resolve } from './paths.ts'
import { Unseen } from './unseen.ts'
import type { Bundle, Environment, Host, Screen } from './runtime/types.ts'

/** Nothing is drawn; but a page that is pulled down is told so, once until it says that it is done. */
function unseen(): Screen {
  const pulled = new WeakSet()
  return {
    show() {}, mount: () => null, close() {}, navigationBar() {}, tabBar() {}, scrollTo() {},
    pullDown(page, on) {
      if (on === pulled.has(page)) return
      if (!on) return void pulled.delete(page)
      pulled.add(page)
      runtime?.callPage(page, 'onPullDownRefresh')
    },
  }
}

interface Boot { instance: string; bundle: number; environment: Environment; storage: Record<string, string> }

/** Those that were learnt, each under its number. */
const bundles = new Map<number, Bundle>()

/** Put in when the client is built, see own-names.mjs. */
declare function ownNames(): string[]
declare function ownValues(): unknown[]

const outbox: Message[] = []
let runtime: Runtime | null = null
/** Something was asked for that may run on after the mini-program has ended. */
let goesOn = false
const proof = new Proof(ownNames(), () => ownValues(), [bundles, places])

/** Takes a bundle in: it can be booted by its number, more than once. */
function learn(number: number, json: string): void { bundles.set(number, JSON.parse(json)) }

/** For one mini-program: the text is common to all, the configuration is what it may change. */
function copyOf({ scripts, styles, app, json, ...rest }: Bundle): Bundle {
  const own = JSON.parse(JSON.stringify({ app, json })) as Pick<Bundle, 'app' | 'json'>
  return { ...rest, ...own, scripts: Object.freeze(scripts), styles: Object.freeze(styles) }
}

function boot({ instance, bundle, environment, storage }: Boot): void {
  const host: Host = {
    instance, environment, storage, backend: new Unseen(), screen: unseen(), realNow: null, deaf: true,
    send: message => { outbox.push(message) },
    asset: (src, from) => (/^(https?:|data:|\/\/)/.test(src) || !src ? src : `/${resolve(src, from)}`),
  }
  void /()/.exec('') // or RegExp.$1 and its like would tell of the one before
  runtime = createRuntime(host, copyOf(bundles.get(bundle)!), builtins)
}

/** The realm is to be used more than once. Call it before the first boot. */
function keep(): void {
  ;(glassEasel as any).registerElement({}) // what the engine makes when first needed is made now
  proof.take([builtins, builtinTemplates])
}

/** Ends the mini-program; why no other may have this realm, or null: all is as it was before. */
function release(): string | null {
  runtime = null
  setRunning(null)
  outbox.length = 0
  return goesOn ? 'something may run on' : proof.broken()
}

/** Tells of promises that nobody has caught, and runs the timers that are due at this very moment; whether there were any. */
function runDue(): true | undefined {
  const told = runtime?.tellRejected() || undefined
  const clock = runtime?.clock
  const next = clock?.nextDeadline() ?? null
  if (!clock || next === null || next > clock.now()) return told
  clock.advanceTo(clock.now())
  return true
}

function running(): Runtime {
  if (!runtime) throw new Error('no mini-program was booted')
  return runtime
}

/** Runs and answers with what is to be sent; an exception becomes `error`, so that Python never sees V8's own text. */
function answered(run: () => unknown): string {
  const reply: { outbox?: Message[]; deadline?: number | null; value?: unknown; error?: string } = {}
  try {
    const value = run()
    if (value !== undefined) reply.value = value
  } catch (error) {
    reply.error = error instanceof Error ? error.message : String(error)
  }
  reply.outbox = outbox.splice(0)
  reply.deadline = runtime?.clock.nextDeadline() ?? null
  return JSON.stringify(reply)
}

/** The engine's own needs; an app's names are its own. */
Object.assign(globalThis, {
  setTimeout: (run: unknown, ms?: unknown, ...args: unknown[]) => running().clock.setTimeout(run, ms, ...args),
  setInterval: (run: unknown, ms?: unknown, ...args: unknown[]) => running().clock.setInterval(run, ms, ...args),
  clearTimeout: (id: unknown) => runtime?.clock.clearTimeout(id),
  clearInterval: (id: unknown) => runtime?.clock.clearTimeout(id),
})

/** What does not end when a call returns is let through and noted. */
function watch(holder: any, name: string): void {
  if (typeof holder?.[name] !== 'function') return
  const note = () => { goesOn = true }
  const watched = new Proxy(holder[name], {
    apply(target, self, args) { note(); return Reflect.apply(target, self, args) },
    construct(target, args, made) { note(); return Reflect.construct(target, args, made) },
  })
  if (watched.prototype) Object.defineProperty(watched.prototype, 'constructor', { value: watched, writable: true, configurable: true })
  Object.defineProperty(holder, name, { value: watched, writable: true, configurable: true })
}

const { WebAssembly, Atomics } = globalThis as any
watch(globalThis, 'FinalizationRegistry')
watch(Atomics, 'waitAsync')
for (const name of ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming']) watch(WebAssembly, name)

const door = {
  learn,
  /** What it sends is met by the next call. */
  boot: (json: string) => { boot(JSON.parse(json)) },
  receive: (json: string) => answered(() => running().receive(JSON.parse(json))),
  advanceTo: (ms: number) => answered(() => running().clock.advanceTo(ms)),
  drive: (json: string) => answered(() => act(running(), JSON.parse(json) as Command)),
  /** What microtasks have sent since the last call, and what is due now; `value: true`: there may be more. */
  collect: () => answered(runDue),
  /** What was running when a call was cut off. */
  at: () => runtime?.at ?? '',
  keep,
  release,
}
Object.defineProperty(globalThis, 'wxemu', { value: Object.freeze(door) })

