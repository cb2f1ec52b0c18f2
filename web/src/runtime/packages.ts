/** The main package and the sub-packages, each there from when it is first needed. https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/basic.html */
import type { Json } from './types.ts'

export interface Package { root: string; name: string; independent: boolean }

const MAIN: Package = { root: '', name: '__APP__', independent: false }

export class Packages {
  private readonly parts: Package[]
  private readonly there = new Set<Package>()

  /** `opened` hears of each sub-package once. */
  constructor(private readonly app: Json, private readonly network: () => string, private readonly opened: (one: Package) => void) {
    this.parts = (app.subpackages ?? app.subPackages ?? []).map(({ root, name, independent }: Json) => {
      const folder = `${String(root).replace(/^\/|\/$/g, '')}/`
      return { root: folder, name: String(name ?? folder.slice(0, -1)), independent: independent === true }
    })
  }

  /** The package a file lies in. */
  of(path: string): Package { return this.parts.find(({ root }) => path.startsWith(root)) ?? MAIN }

  has(path: string): boolean { return this.there.has(this.of(path)) }

  /** Brings the package of `path`. */
  open(path: string): void { this.bring(this.of(path)) }

  /** A page was opened: what `preloadRule` names for it comes too. */
  preload(page: string): void {
    const { packages = [], network = 'wifi' }: Json = this.app.preloadRule?.[page] ?? {}
    if (network !== 'all' && this.network() !== 'wifi') return
    for (const one of [MAIN, ...this.parts]) if (packages.some((name: string) => name === one.name || `${name}/` === one.root)) this.bring(one)
  }

  private bring(one: Package): void {
    if (this.there.has(one)) return
    this.there.add(one)
    if (one !== MAIN) this.opened(one)
  }
}
