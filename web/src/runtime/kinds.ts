/**
 * The built-in components as the engine has them: one of each kind for a realm, made when its tag is first met. They hold
 * nothing of a mini-program, what they need they ask of the one that runs; and they are closed, so that none can change
 * them for the next.
 */
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import builtinTemplates from 'virtual:builtin-templates'
import { completed } from '../builtins/define.ts'
import type { BuiltinDefinition } from '../builtins/index.ts'
import { play } from './play.ts'
import { running } from './running.ts'

/** The name of their styles' scope. */
export const SCOPE = 'wx'

/** By definition, then by the ARIA properties that it has. */
const kinds = new WeakMap<BuiltinDefinition, Map<string, unknown>>()

/** The engine's definition of the tag, with these ARIA properties. */
export function kindOf(tag: string, definition: BuiltinDefinition, aria: string[]): unknown {
  let made = kinds.get(definition)
  if (!made) kinds.set(definition, (made = new Map()))
  const key = aria.join(' ')
  let kind = made.get(key)
  if (!kind) made.set(key, (kind = madeAlone(tag, definition, aria)))
  return kind
}

/** In a space of its own: a space grows with what is registered in it. */
function madeAlone(tag: string, definition: BuiltinDefinition, aria: string[]): unknown {
  const space: any = new MiniProgramEnv().createCodeSpace('builtin', false)
  space.getComponentSpace().updateComponentOptions({ writeFieldsToNode: false })
  const kind = register(space, tag, tag, definition, aria)._$
  kind.prepare()
  // What instances stand on is made with the first of them.
  const first = kind.behavior._$methodCallerInit.call({ getComponentDefinition: () => kind })
  for (const one of [Object.getPrototypeOf(first), kind]) seal(one, kind._$templateEngine)
  return kind
}

/** Registers the built-in at that path of the space. */
export function register(space: any, tag: string, path: string, definition: BuiltinDefinition, aria: string[]): any {
  space.addComponentStaticConfig(path, { component: true })
  space.addCompiledTemplate(path, { groupList: builtinTemplates, content: builtinTemplates[tag] })
  space.addStyleSheet(path, SCOPE, SCOPE)
  return space.component(path).definition(definitionOf(tag, definition, aria)).register()
}

/** A node of each kind stands on every page many times over: it has the hooks that somebody wants, and the quicker kind of slot where it can. */
function definitionOf(tag: string, definition: BuiltinDefinition, aria: string[]): any {
  const { wxml, data, methods, lifetimes, externalClasses } = definition
  const { properties, observers } = completed(definition, aria)
  return {
    options: { virtualHost: false, multipleSlots: wxml.includes('<slot name') },
    properties, data: data ?? {}, methods: methods ?? {}, externalClasses: externalClasses ?? [],
    observers: { animation(this: any, value: unknown) { play(this._$, value, running().services.timers) }, ...observers },
    lifetimes: {
      ...lifetimes,
      ...attachedOf(definition),
      created(this: any) {
        this.tag = tag
        this.services = running().services
        lifetimes.created?.call(this)
      },
    },
  }
}

function attachedOf({ lifetimes, dom }: BuiltinDefinition): { attached?: (this: any) => void } {
  if (!lifetimes.attached && !lifetimes.ready && !dom) return {}
  return {
    attached() {
      if (lifetimes.ready) running().ready.add(this._$)
      lifetimes.attached?.call(this)
      const host = this._$.$$
      if (dom && host && typeof host.addEventListener === 'function') dom.call(this, host, this.services)
    },
  }
}

/** Freezes all that belongs to it, but not what is `common` to all; nor are classes its own. It has no getters. */
function seal(value: any, common: unknown): void {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || value === common || Object.isFrozen(value) || isClass(value)) return
  Object.freeze(value)
  if (typeof value === 'function') return seal(value.prototype, common)
  for (const held of Object.values(value)) seal(held, common)
  if (Object.hasOwn(value, 'constructor')) seal(value.constructor, common)
}

function isClass(value: object): boolean {
  return typeof value === 'function' && Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false
}
