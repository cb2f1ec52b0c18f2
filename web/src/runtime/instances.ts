/**
 * Data that is more than data: a component, an animation, anything with a class of its own, or what goes round in a circle.
 *
 * On phones it stays what it is in `this.data`, methods and all: component libraries keep their parent there, or an
 * animation. The engine would copy its fields one by one, without an end where they go round.
 */
import { glassEasel } from 'glass-easel-miniprogram-adapter'

/** Deeper than data is, and an end for what goes round. */
export const DEEPEST = 30

/** Data, and not an instance, nor a node of a canvas, whose own world has no end and whose getters may throw. */
export function isPlain(value: object): boolean {
  const kind: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || kind === Object.prototype || kind === null
}

/** Whether a copy of its fields would not be the same thing. */
export function isOdd(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth > DEEPEST || !isPlain(value)) return true
  if (Array.isArray(value)) return value.some(one => isOdd(one, depth + 1))
  for (const key in value) if (isOdd((value as Record<string, unknown>)[key], depth + 1)) return true
  return false
}

/** A copy of what is plain; what is not stays itself. */
export function copied<T>(value: T, made = new Map<unknown, unknown>()): T {
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value
  const known = made.get(value)
  if (known !== undefined) return known as T
  const copy: any = Array.isArray(value) ? [] : {}
  made.set(value, copy)
  for (const key of Object.keys(value)) copy[key] = copied((value as any)[key], made)
  return copy
}

/** The engine's own ways of copying, by its name for none. */
const AS_IT_IS = 0

const { prototype } = glassEasel.DataGroup as any
const { applyDataUpdates, replaceProperty, _$generateInnerData: innerData } = prototype

/** The data that the template reads, which is not the one that the app holds. */
prototype._$generateInnerData = function (data: Record<string, unknown>) {
  const odd = Object.keys(data).filter(key => isOdd(data[key]))
  if (!odd.length) return innerData.call(this, data)
  const made = innerData.call(this, Object.fromEntries(Object.entries(data).filter(([key]) => !odd.includes(key))))
  for (const key of odd) if (made && !this._$pureDataPattern?.test(key)) made[key] = copied(data[key])
  return made
}

prototype.applyDataUpdates = function (...more: unknown[]) {
  const changes: [path: unknown, value: unknown, ...rest: unknown[]][] = this._$pendingChanges
  if (!changes.some(([, value]) => isOdd(value))) return applyDataUpdates.apply(this, more)
  for (const change of changes) change[1] = copied(change[1])
  const usual = this._$dataDeepCopy
  this._$dataDeepCopy = AS_IT_IS
  try {
    return applyDataUpdates.apply(this, more)
  } finally {
    this._$dataDeepCopy = usual
  }
}

prototype.replaceProperty = function (name: string, value: unknown) {
  if (!isOdd(value)) return replaceProperty.call(this, name, value)
  const usual = this._$propertyPassingDeepCopy
  this._$propertyPassingDeepCopy = AS_IT_IS
  try {
    return replaceProperty.call(this, name, copied(value))
  } finally {
    this._$propertyPassingDeepCopy = usual
  }
}
