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

/** The values of all names that modules declare, by name. */
type Names = Record<string, unknown>

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
function change({ path, object, prototype, extensible, keys, properties, entries }: Seen): string | null {
  const now = ownKeys(object)
  for (let index = 0; index < keys.length; index++) {
    const [key, before] = [keys[index]!, properties[index]!]
    const property = getOwnPropertyDescriptor(object, key)
    if (!property) return `${named(path, key)} is gone`
    if (
      !same(property.value, before.value) || property.get !== before.get || property.set !== before.set || property.writable !== before.writable ||
      property.enumerable !== before.enumerable || property.configurable !== before.configurable
    ) return `${named(path, key)} is another`
  }
  if (now.length !== keys.length) return `${named(path, added(now, keys))} was added`
  if (getPrototypeOf(object) !== prototype) return `the prototype of ${path} is another`
  if (isExtensible(object) !== extensible) return `${path} was closed`
  const held = entries && entriesOf(object)
  if (entries && (held!.length !== entries.length || entries.some((one, index) => !same(one, held![index])))) return `${path} holds other entries`
  return null
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
  for (const { value } of Object.values(Object.getOwnPropertyDescriptors(constant))) {
    if (typeof value === 'function' ? isPlainFunction(value) : isPlain(value)) close(value, known)
  }
}

function isPlain(value: unknown): boolean {
  return isObject(value) && (getPrototypeOf(value) === Object.prototype || getPrototypeOf(value) === null || Array.isArray(value))
}

/** No class. */
function isPlainFunction(value: Function): boolean { return getOwnPropertyDescriptor(value, 'prototype')?.writable !== false }

export class Proof {
  private readonly all: Seen[] = []
  private declared: Names = {}

  /** `names` gives what our modules declare, as it is at that moment; numbers among it may have counted on, and what is `growing` may have grown. */
  constructor(private readonly names: () => Names, private readonly growing: object[]) {}

  /** Now the realm is as every mini-program shall find it. `constants`: what our modules only read. */
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
    this.declared = this.names()
    for (const one of constants) close(one)
    find('', globalThis)
    for (const [name, value] of Object.entries(hidden())) find(name, value)
    walk(false)
    for (const [name, value] of Object.entries(this.declared)) find(name, value)
    walk(true)
    freeze(this)
  }

  /** The first thing that is not as it was, in words; null: the realm is clean. */
  broken(): string | null {
    for (let index = 0; index < this.all.length; index++) {
      const changed = change(this.all[index]!)
      if (changed) return changed
    }
    const now = this.names()
    for (const name in this.declared) {
      const [before, value] = [this.declared[name], now[name]]
      const counts = typeof before === 'number' && typeof value === 'number'
      if (!counts && !same(before, value)) return `${name} is another`
    }
    return null
  }

  /** Notes an object, unless it cannot change, and all that it leads to. */
  private see(path: string, object: object, ours: boolean, find: (path: string, value: unknown) => void): void {
    if (ours && typeof object === 'function' && isPlainFunction(object)) close(object)
    const found = seen(path, object)
    if (!isFrozen(object) || found.entries) this.all.push(found)
    find(`the prototype of ${path}`, found.prototype)
    for (const [index, { value, get, set }] of found.properties.entries()) {
      const at = named(path, found.keys[index])
      find(at, value)
      find(at, get)
      find(at, set)
    }
    for (const one of found.entries ?? []) find(path, one)
  }
}
