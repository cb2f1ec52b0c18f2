/** What the browser adds to the built-ins: one hook a tag, run once with the host element. */
import type { BuiltinDefinition } from '../define.ts'
import { audioHooks } from './audio.ts'
import { boxHooks } from './boxes.ts'
import { movableHooks } from './movable.ts'
import { overHooks } from './over.ts'
import { canvasHooks } from './canvas.ts'
import { contentHooks } from './content.ts'
import { fieldHooks } from './fields.ts'
import { pickerHooks } from './picker.ts'
import { scrollHooks } from './scroll.ts'
import { shareHooks } from './share.ts'
import { swiperHooks } from './swiper.ts'
import { videoHooks } from './video.ts'

const ROLES: Record<string, string> = { button: 'button', navigator: 'link', checkbox: 'checkbox', radio: 'radio', switch: 'switch' }

const hooks: Record<string, NonNullable<BuiltinDefinition['dom']>> = {
  ...contentHooks, ...fieldHooks, ...scrollHooks, ...swiperHooks, ...pickerHooks, ...boxHooks, ...canvasHooks, ...videoHooks,
  ...audioHooks, ...overHooks, ...movableHooks, ...shareHooks,
}

/** Gives the definitions their browser half: the hook, and a place in the keyboard's order. */
export function withDom(definitions: Record<string, BuiltinDefinition>): Record<string, BuiltinDefinition> {
  return Object.fromEntries(Object.entries(definitions).map(([tag, definition]) => {
    const role = ROLES[tag]
    const dom: BuiltinDefinition['dom'] = function (host, services) {
      if (role) {
        if (!host.hasAttribute('role')) host.setAttribute('role', role)
        host.tabIndex = 0
      }
      hooks[tag]?.call(this, host, services)
    }
    return [tag, { ...definition, dom }]
  }))
}
