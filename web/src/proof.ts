/**
 * Whether this realm is as it was before the first mini-program ran in it: the globals, all intrinsics, the engine's
 * and our own modules down to the last property. What a name holds is compared, not only that it is there.
 *
 * Whatever could be replaced by then is taken hold of here, and loops are by number: a realm cannot lie about itself.
 */

const { getOwnPropertyDescriptor, getPrototypeOf, isExtensible, isFrozen, freeze } = Object
const { ownKeys, apply } = Reflect
const { forEach: eachEntry } = Map.prototype
const { forEach: eachMember } = Set.prototype

interface Seen {
  /** How one gets there, such as `Array.prototype`. */
  path: string
  object: object
  prototype: object | null
  extensible: boolean
  keys: PropertyKey[]
  properties: PropertyDescriptor[]
  /** Of a Map or Set: keys and values in turn. */
  entries: unknown[] | null
}

type Names = Record<string, unknown>

/** The values of all names that modules declare, each at the same place every time. */
type Declared = unknown[]

/** What has no global name of its own. */
function hidden(): Names {
  const async = Object.getPrototypeOf(async () => {})
  const [generator, asyncGenerator] = [Object.getPrototypeOf(function* () {}), Object.getPrototypeOf(async function* () {})]
  const iterators = [[][Symbol.iterator](), ''[Symbol.iterator](), new Map()[Symbol.iterator](), new Set()[Symbol.iterator](), ''.matchAll(/a/g)]
  const { Iterator, Intl } = globalThis as any
  const helpers = Iterator ? [Iterator.from({ next() {} }), ([].values() as any).map((one: unknown) => one)] : []
  const segments = Intl?.Segmenter ? new Intl.Segmenter().segment('') : []
  const made = [...iterators, ...helpers, segments, segments[Symbol.iterator]()]
  return { async, generator, asyncGenerator, ...Object.fromEntries(made.map((one, index) => [`iterator ${index}`, Object.getPrototypeOf(one)])) }
}

function isObject(value: unknown): value is object { return (typeof value === 'object' && value !== null) || typeof value === 'function' }

function same(one: unknown, other: unknown): boolean { return one === other || (one !== one && other !== other) }

function entriesOf(object: object): unknown[] | null {
  const found: unknown[] = []
  try {
    if (object instanceof Map) apply(eachEntry, object, [(value: unknown, key: unknown) => { found[found.length] = key; found[found.length] = value }])
    else if (object instanceof Set) apply(eachMember, object, [(value: unknown) => { found[found.length] = value }])
    else return null
  } catch {
    return null  // a prototype, which is no Map itself
  }
  return found
}

function seen(path: string, object: object): Seen {
  const keys = ownKeys(object)
  return {
    path, object, keys, prototype: getPrototypeOf(object), extensible: isExtensible(object), entries: entriesOf(object),
    properties: keys.map(key => getOwnPropertyDescriptor(object, key)!),
  }
}

function named(path: string, key: unknown): string { return path ? `${path}.${String(key)}` : String(key) }

/** What differs, in words; null: nothing. */
function change(before: Seen): string | null {
  const { path, object, keys, properties, entries } = before
  for (let index = 0; index < keys.length; index++) {
    const property = getOwnPropertyDescriptor(object, keys[index]!)
    if (!property) return `${named(path, keys[index])} is gone`
    if (!alike(property, properties[index]!)) return `${named(path, keys[index])} is another`
  }
  const now = ownKeys(object)
  if (now.length !== keys.length) return `${named(path, added(now, keys))} was added`
  if (getPrototypeOf(object) !== before.prototype) return `the prototype of ${path} is another`
  if (isExtensible(object) !== before.extensible) return `${path} was closed`
  return entries && holdsOther(entries, entriesOf(object)!) ? `${path} holds other entries` : null
}

function alike(one: PropertyDescriptor, other: PropertyDescriptor): boolean {
  return same(one.value, other.value) && one.get === other.get && one.set === other.set && one.writable === other.writable &&
    one.enumerable === other.enumerable && one.configurable === other.configurable
}

function holdsOther(entries: unknown[], now: unknown[]): boolean {
  if (now.length !== entries.length) return true
  for (let index = 0; index < now.length; index++) if (!same(now[index], entries[index])) return true
  return false
}

function added(now: PropertyKey[], before: PropertyKey[]): PropertyKey {
  for (let index = 0; index < now.length; index++) if (!before.includes(now[index]!)) return now[index]!
  return ''
}

/** Ours alone and never changed: closed for good, there is nothing to compare later. */
function close(constant: unknown, known = new Set<unknown>()): void {
  if (!isObject(constant) || known.has(constant)) return
  known.add(constant)
  freeze(constant)
  for (const key of ownKeys(constant)) {
    const { value } = getOwnPropertyDescriptor(constant, key)!
    if (typeof value === 'function' ? isPlainFunction(value) : isPlain(value)) close(value, known)
  }
}

function isPlain(value: unknown): boolean {
  return isObject(value) && (getPrototypeOf(value) === Object.prototype || getPrototypeOf(value) === null || Array.isArray(value))
}

/** No class. */
function isPlainFunction(value: Function): boolean { return getOwnPropertyDescriptor(value, 'prototype')?.writable !== false }

/** What our modules write in capitals they only read. */
const CONSTANT = /^[A-Z][A-Z_]{2,}(\$\d+)?$/

export class Proof {
  private readonly all: Seen[] = []
  private before: Declared = []

  /** `names` are those that our modules declare, `declared` gives what they hold at that moment; numbers among it may have counted on, and what is `growing` may have grown. */
  constructor(private readonly names: string[], private readonly declared: () => Declared, private readonly growing: object[]) {}

  /** Now the realm is as every mini-program shall find it. `constants`: what our modules only read, beside what they write in capitals. */
  take(constants: unknown[]): void {
    const known = new Set<object>([this, ...this.growing])
    const open: [string, object][] = []
    const find = (path: string, value: unknown) => {
      if (!isObject(value) || known.has(value)) return
      known.add(value)
      open.push([path, value])
    }
    const walk = (ours: boolean) => {
      for (let next = open.pop(); next; next = open.pop()) this.see(next[0], next[1], ours, find)
    }
    this.before = this.declared()
    for (const [index, value] of this.before.entries()) if (CONSTANT.test(this.names[index]!) && isPlain(value)) close(value)
    for (const one of constants) close(one)
    find('', globalThis)
    for (const [name, value] of Object.entries(hidden())) find(name, value)
    walk(false)
    for (const [index, value] of this.before.entries()) find(this.names[index]!, value)
    walk(true)
    freeze(this)
  }

  /** The first thing that is not as it was, in words; null: the realm is clean. */
  broken(): string | null {
    for (let index = 0; index < this.all.length; index++) {
      const changed = change(this.all[index]!)
      if (changed) return changed
    }
    const now = this.declared()
    for (let index = 0; index < now.length; index++) {
      const [before, value] = [this.before[index], now[index]]
      const counts = typeof before === 'number' && typeof value === 'number'
      if (!counts && !same(before, value)) return `${this.names[index]} is another`
    }
    return null
  }

  /** Notes an object, unless it cannot change, and all that it leads to. */
  private see(path: string, object: object, ours: boolean, find: (path: string, value: unknown) => void): void {
    if (ours && typeof object === 'function' && isPlainFunction(object)) close(object)
    const found = seen(path, object)
    if (!isFrozen(object) || found.entries) this.all.push(found)
    find(`the prototype of ${path}`, found.prototype)
    for (let index = 0; index < found.keys.length; index++) {
      const { value, get, set } = found.properties[index]!
      const at = named(path, found.keys[index])
      find(at, value)
      find(at, get)
      find(at, set)
    }
    for (const one of found.entries ?? []) find(path, one)
  }
}
