/**
 * Promises that were rejected and that nobody caught. A browser hears of each; V8 in Python does not, so there those that
 * the app's own async functions, its callbacks and `wx` give are looked after. What is made and dropped inside one
 * function of the app stays unheard there.
 */
import { placeOf } from './console.ts'
import type { Teller } from './teller.ts'
import type { Json } from './types.ts'
import { described } from './values.ts'

type Run = (this: unknown, ...args: unknown[]) => unknown

/** What the app itself does about a promise that nobody caught. */
type Heard = (what: { reason: unknown; promise: Promise<unknown> }) => void

export function rejections(deaf: boolean, teller: Teller, heard: Heard): Rejections {
  return deaf ? new LookedAfter(teller, heard) : new Rejections(teller, heard)
}

export class Rejections {
  /** Promises of `wx`: one that nobody ever looked at is a call without a fail callback, not an exception of the app. */
  private readonly untouched = new WeakSet<object>()

  constructor(private readonly teller: Teller, private readonly heard: Heard) {}

  /** Nobody has caught it. */
  uncaught(reason: unknown, promise: Promise<unknown>, where = 'Promise'): void {
    const { message: said, stack } = described(reason)
    // As a browser's console has it: what is no Error says nothing of itself.
    const message = reason instanceof Error ? said : `Uncaught (in promise) ${said}`
    if (this.untouched.has(promise)) this.teller.log('warn', `Uncaught (in promise) ${said}`)
    else this.teller.notify('App.error', { message, stack, where: placeOf(stack) ?? where })
    this.heard({ reason, promise })
  }

  /** A call of `wx` gives this promise to the app. */
  promised<Given extends Promise<unknown>>(promise: Given, where: string): Given {
    this.untouched.add(promise)
    return this.kept(promise, where)
  }

  /** Looks after `given` if it is a promise, and gives it back. `where` is such as `pages/a/a.onLoad`. */
  kept<Given>(given: Given, _where: string): Given { return given }

  /** Looks after what the async functions of this definition will give; gives a copy, or `given` if it has none. */
  functions(given: Json, _where: string): Json { return given }

  /** The same for a module's exports, which stay the object that they are: others may hold it. */
  exported(exports: unknown, _where: string): unknown { return exports }

  /** Once nothing more runs: tells of those looked after that nobody has caught by now. Whether there were any. */
  tell(): boolean { return false }
}

const { prototype } = Promise
const { then } = prototype
const asyncPrototype = Object.getPrototypeOf(async () => {})

/** Where a definition has functions beside those of its own. */
const GROUPS = ['methods', 'lifetimes', 'pageLifetimes', 'observers']

/** A module with more of them is a table of something. */
const MOST_EXPORTS = 100

const OF_FUNCTIONS = ['length', 'name', 'prototype', 'arguments', 'caller']

interface Left { promise: Promise<unknown>; reason: unknown; where: string }

class LookedAfter extends Rejections {
  private readonly known = new WeakSet<object>()
  private readonly handled = new WeakSet<object>()
  private left: Left[] = []

  override kept<Given>(given: Given, where: string): Given {
    if (isPromise(given) && !this.known.has(given)) this.watch(given, where)
    return given
  }

  override functions(given: Json, where: string): Json {
    const found = this.inside(given, where)
    for (const group of GROUPS) {
      const own = given[group]
      const looked = typeof own === 'object' && own ? this.functions(own, where) : own
      if (looked !== own) found[group] = looked
    }
    return Object.keys(found).length ? { ...given, ...found } : given
  }

  override exported(exports: unknown, where: string): unknown {
    if (isAsync(exports)) return this.watching(exports, where)
    if (!isHolder(exports)) return exports
    this.within(exports, where)
    const own = namesOf(exports)
    if (own.length > MOST_EXPORTS) return exports
    for (const name of own) {
      const { value } = Object.getOwnPropertyDescriptor(exports, name)!
      if (isHolder(value)) this.within(value, `${where}.${name}`)
    }
    return exports
  }

  override tell(): boolean {
    const left = this.left.splice(0).filter(({ promise }) => !this.handled.has(promise))
    for (const { promise, reason, where } of left) this.uncaught(reason, promise, where)
    return left.length > 0
  }

  /** In place: what an object has itself and of its class, or what a class gives to its objects. */
  private within(holder: object, where: string): void {
    const shared = typeof holder === 'function' ? holder.prototype : Object.getPrototypeOf(holder)
    for (const one of [holder, shared]) {
      if (!isHolder(one) || one === Object.prototype) continue
      for (const [name, value] of Object.entries(this.inside(one, where))) Reflect.defineProperty(one, name, { value })
    }
  }

  /** Those of its own async functions that can be replaced, each with what looks after it. */
  private inside(given: object, where: string): Json {
    const found: Json = {}
    for (const name of namesOf(given)) {
      const { value, writable } = Object.getOwnPropertyDescriptor(given, name)!
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

function isHolder(given: unknown): given is object { return (typeof given === 'object' && given !== null && !Array.isArray(given)) || typeof given === 'function' }

/** Its own names, but those that every function has: to look at these takes longer than all else. */
function namesOf(given: object): string[] {
  const all = Object.getOwnPropertyNames(given)
  return typeof given === 'function' ? all.filter(name => !OF_FUNCTIONS.includes(name)) : all
}

function isAsync(given: unknown): given is Run { return typeof given === 'function' && Object.getPrototypeOf(given) === asyncPrototype }
