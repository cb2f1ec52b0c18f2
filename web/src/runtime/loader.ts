/** Modules: each file once, with its own require; a page's or component's file registers what it is being loaded for. */
import { foldersAbove, resolve } from '../paths.ts'
import type { Packages } from './packages.ts'
import { moduleFunction, type Names } from './scope.ts'

interface Module { exports: any }

export class Loader {
  private readonly modules = new Map<string, Module>()
  private names: Names = {}
  /** The page or component whose file is being loaded: `Page()` registers under it, whoever calls it. */
  entry = ''

  constructor(private readonly sources: Record<string, string>, private readonly packages: Packages) {}

  /** What every module finds around it. */
  provide(names: Names): void { this.names = names }

  has(key: string): boolean { return this.sources[key] !== undefined }

  /** Loads `key` as the file of a page or component. */
  loadEntry(key: string): void {
    const before = this.entry
    this.entry = key
    try {
      this.load(key)
    } finally {
      this.entry = before
    }
  }

  load(key: string): any {
    const known = this.modules.get(key)
    if (known) return known.exports
    const source = this.sources[key]
    if (source === undefined) throw new Error(`module '${key}.js' is not defined`)
    const module: Module = { exports: {} }
    this.modules.set(key, module)
    const names = Object.keys(this.names)
    const require = (path: string, done?: (exports: unknown) => void, failed?: (reason: unknown) => void) =>
      (done ? void this.requireLate(path, key).then(done, failed) : this.require(path, key))
    require.async = (path: string) => this.requireLate(path, key)
    try {
      moduleFunction(key, source, names)(require, module, module.exports, ...names.map(name => this.names[name]))
    } catch (error) {
      this.modules.delete(key)
      throw error
    }
    return module.exports
  }

  private require(path: string, from: string): any {
    const key = this.find(path, from)
    if (key === null || !this.packages.has(key)) throw new Error(`module '${path}' is not defined, require args is '${path}' (in ${from}.js)`)
    return this.load(key)
  }

  /** Brings the other's package first. https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/async.html */
  private requireLate(path: string, from: string): Promise<unknown> {
    return Promise.resolve().then(() => {
      const key = this.find(path, from)
      if (key !== null) this.packages.open(key)
      return this.require(path, from)
    }).catch(error => { throw Object.assign(error as Error, { mod: path, errMsg: (error as Error).message }) })
  }

  /** Relative, from the root, then in `miniprogram_npm` folders upwards. */
  find(path: string, from: string): string | null {
    const near = this.file(resolve(path, from))
    if (near || /^[./]/.test(path)) return near
    for (const folder of foldersAbove(from)) {
      const found = this.file(`${folder}miniprogram_npm/${path}`)
      if (found) return found
    }
    return this.file(resolve(path))
  }

  private file(key: string): string | null {
    return [key, key.replace(/\.(js|ts)$/, ''), `${key}/index`].find(one => this.has(one)) ?? null
  }
}
