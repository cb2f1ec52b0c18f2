/** Plugins, whose code lies with WeChat: what stands in their place. https://developers.weixin.qq.com/miniprogram/dev/framework/plugin/using.html */
import type { Json } from './types.ts'

/** Addresses of what WeChat itself would bring: `plugin://name/component`, `plugin-private://appid/page`, dynamic libraries. */
const FOREIGN = /^(plugin|plugin-private|dynamicLib|ext):\/\//

export const isForeign = (where: string): boolean => FOREIGN.test(where)

/** Where a placeholder lies in the app's code space, which knows no such addresses. */
export const placeholderPath = (where: string): string => `__foreign__/${where.replace('://', '/')}`

export class Plugins {
  private readonly declared: Record<string, { version?: string; provider?: string }> = {}

  constructor(app: Json, private readonly missing: (name: string) => void) {
    const parts: Json[] = [app, ...(app.subpackages ?? app.subPackages ?? [])]
    for (const { plugins } of parts) Object.assign(this.declared, plugins)
  }

  /** Whether app.json, or one of its sub-packages, names the plugin of this address. */
  has(where: string): boolean { return this.named(where) !== undefined }

  /** What a placeholder says of itself, beside the address. */
  describe(where: string): string {
    if (!where.startsWith('plugin')) return '模拟器不提供 / not available in the emulator'
    const plugin = this.named(where)
    if (!plugin) return '没有在 app.json 的 plugins 里声明 / not named under plugins in app.json'
    return `插件 ${plugin.provider ?? '?'} ${plugin.version ?? ''}：代码在微信那里 / the plugin's code is with WeChat`
  }

  /** `requirePlugin`: something on which everything can be read and called, and nothing happens. */
  readonly require = Object.assign((name: unknown) => this.absent(String(name)), {
    async: (name: unknown) => Promise.resolve(this.absent(String(name))),
  })

  private named(where: string) { return this.declared[/:\/\/([^/?]+)/.exec(where)?.[1] ?? ''] }

  private absent(name: string): unknown {
    const undeclared = this.declared[name] ? '' : ' (app.json: plugins?)'
    this.missing(`requirePlugin("${name}")${undeclared}`)
    return nothing(`plugin://${name}`, key => this.missing(`plugin://${name}: ${key}`))
  }
}

/** Text where text is wanted, an empty list where a list is, no promise; `read` hears which of its names are asked for. */
export function nothing(name: string, read: (key: string) => void): unknown {
  const target: any = function () {}
  return new Proxy(target, {
    get(own, key) {
      if (Object.hasOwn(own, key) && key !== 'name' && key !== 'length') return own[key]
      if (key === Symbol.toPrimitive) return () => name
      if (key === Symbol.iterator) return () => [][Symbol.iterator]()
      if (typeof key === 'symbol' || key === 'then' || key === 'toJSON') return undefined
      read(key)
      return nothing(`${name}.${key}`, () => {})
    },
    apply: () => nothing(`${name}()`, () => {}),
    construct: () => nothing(`${name}()`, () => {}) as object,
  })
}
