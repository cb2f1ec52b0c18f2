/**
 * Promises that were rejected and that nobody caught. A browser hears of each; V8 in Python does not, so there those that
 * the app's own async functions, its callbacks and `wx` give are looked after. What is made and dropped inside one
 * function of the app stays unheard there.
 */
import type { Json } from './types.ts'

type Tell = (reason: unknown, promise: Promise<unknown>, where: string) => void
type Run = (this: unknown, ...args: unknown[]) => unknown

export interface Rejections {
  /** Looks after `given` if it is a promise, and gives it back. `where` is such as `pages/a/a.onLoad`. */
  kept<Given>(given: Given, where: string): Given
  /** Looks after what the async functions of this definition will give; gives a copy, or `given` if it has none. */
  functions(given: Json, where: string): Json
  /** The same for a module's exports, which stay the object that they are: others may hold it. */
  exported(exports: unknown, where: string): unknown
  /** Once nothing more runs: tells of those that nobody has caught by now. Whether there were any. */
  tell(): boolean
}

export function rejections(deaf: boolean, tell: Tell): Rejections {
  return deaf ? new LookedAfter(tell) : HEARD
}

const HEARD: Rejections = { kept: given => given, functions: given => given, exported: given => given, tell: () => false }

const { prototype } = Promise
const { then } = prototype
const asyncPrototype = Object.getPrototypeOf(async () => {})

/** Where a definition has functions beside those of its own. */
const GROUPS = ['methods', 'lifetimes', 'pageLifetimes', 'observers']

interface Left { promise: Promise<unknown>; reason: unknown; where: string }

class LookedAfter implements Rejections {
  private readonly known = new WeakSet<object>()
  private readonly handled = new WeakSet<object>()
  private left: Left[] = []

  constructor(private readonly told: Tell) {}

  kept<Given>(given: Given, where: string): Given {
    if (isPromise(given) && !this.known.has(given)) this.watch(given, where)
    return given
  }

  functions(given: Json, where: string): Json {
    const found = this.inside(given, where)
    for (const group of GROUPS) {
      const own = given[group]
      const looked = typeof own === 'object' && own ? this.functions(own, where) : own
      if (looked !== own) found[group] = looked
    }
    return Object.keys(found).length ? { ...given, ...found } : given
  }

  exported(exports: unknown, where: string): unknown {
    if (isAsync(exports)) return this.watching(exports, where)
    if (typeof exports === 'object' && exports) Object.assign(exports, this.inside(exports, where))
    return exports
  }

  tell(): boolean {
    const left = this.left.splice(0).filter(({ promise }) => !this.handled.has(promise))
    for (const { promise, reason, where } of left) this.told(reason, promise, where)
    return left.length > 0
  }

  /** Those of its own async functions that can be replaced, each with what looks after it. */
  private inside(given: object, where: string): Json {
    const found: Json = {}
    for (const [name, { value, writable }] of Object.entries(Object.getOwnPropertyDescriptors(given))) {
      if (writable && isAsync(value)) found[name] = this.watching(value, `${where}.${name}`)
    }
    return found
  }

  private watching(run: Run, where: string): Run {
    const after = (given: unknown) => this.kept(given, where)
    const watching = function (this: unknown, ...args: unknown[]) { return after(run.apply(this, args)) }
    return Object.defineProperties(watching, { name: { value: run.name }, length: { value: run.length } })
  }

  /** Whoever awaits it asks for its `constructor`, all others for its `then`: from there on it is their affair. */
  private watch(promise: Promise<unknown>, where: string): void {
    this.known.add(promise)
    then.call(promise, undefined, reason => { this.left.push({ promise, reason, where }) })
    const note = () => { this.handled.add(promise) }
    const next = (...args: Parameters<typeof then>) => {
      note()
      return this.kept(then.apply(promise, args), where)
    }
    Object.defineProperties(promise, {
      // oxlint-disable-next-line unicorn/no-thenable -- it is a promise already
      then: { value: next, writable: true, configurable: true },
      constructor: { get: () => { note(); return Promise }, configurable: true },
    })
  }
}

/** Those of a library with promises of its own are not ours to touch. */
function isPromise(given: unknown): given is Promise<unknown> {
  return given instanceof Promise && Object.getPrototypeOf(given) === prototype && Object.isExtensible(given)
}

function isAsync(given: unknown): given is Run { return typeof given === 'function' && Object.getPrototypeOf(given) === asyncPrototype }
