/** Modules: each file once, with its own require; a page's or component's file registers what it is being loaded for. */
import { moduleOf, nearestModule } from '../modules.ts'
import type { Packages } from './packages.ts'
import type { Rejections } from './rejections.ts'
import { moduleFunction, type Names } from './scope.ts'
import type { Says } from './types.ts'

interface Module { exports: any }

/** `asker` was given the exports of `asked` while that file was still running. */
interface Circle { asker: string; asked: string; way: string[]; given: unknown }

export class Loader {
  private readonly modules = new Map<string, Module>()
  private names: Names = {}
  private readonly typed: Set<string>
  /** Files that run at this moment, the outermost first. */
  private readonly running: string[] = []
  private readonly circles: Circle[] = []
  private readonly strays = new WeakMap<Error, { asked: string; near: string }>()
  /** The page or component whose file is being loaded: `Page()` registers under it, whoever calls it. */
  entry = ''

  constructor(
    private readonly sources: Record<string, string>, typescript: string[], private readonly packages: Packages,
    private readonly warn: (words: Says) => void, private readonly rejections: Pick<Rejections, 'exported'>,
  ) {
    this.typed = new Set(typescript)
  }

  /** What every module finds around it. */
  provide(names: Names): void { this.names = names }

  has(key: string): boolean { return this.sources[key] !== undefined }

  /** The script's file as it is called in the project. */
  fileOf(key: string): string { return `${key}.${this.typed.has(key) ? 'ts' : 'js'}` }

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
    if (known) {
      if (this.running.includes(key)) this.noteCircle(key, known.exports)
      return known.exports
    }
    const source = this.sources[key]
    if (source === undefined) throw new Error(`module '${key}.js' is not defined`)
    const module: Module = { exports: {} }
    this.modules.set(key, module)
    const names = Object.keys(this.names)
    const require = (path: string, done?: (exports: unknown) => void, failed?: (reason: unknown) => void) =>
      (done ? void this.requireLate(path, key).then(done, failed) : this.require(path, key))
    require.async = (path: string) => this.requireLate(path, key)
    this.running.push(key)
    try {
      moduleFunction(this.sources, this.fileOf(key), source, names)(require, module, module.exports, ...names.map(name => this.names[name]))
    } catch (error) {
      this.modules.delete(key)
      throw error
    } finally {
      this.running.pop()
    }
    module.exports = this.rejections.exported(module.exports, key)
    this.tellStale(key, module.exports)
    return module.exports
  }

  /** The circle of files that may explain an error in `file`, which was given unfinished exports: its way, and whose they were. */
  circleAt(file: string): { way: string; file: string } | null {
    const found = this.circles.find(({ asker }) => this.fileOf(asker) === file)
    return found ? { way: this.inWords(found), file: this.fileOf(found.asked) } : null
  }

  /** If the error is of a file that is not there: how it was asked for, and the nearest that is. */
  strayOf(error: Error): { asked: string; near: string } | undefined { return this.strays.get(error) }

  private noteCircle(asked: string, given: unknown): void {
    const way = this.running.slice(this.running.indexOf(asked))
    this.circles.push({ asker: way.at(-1)!, asked, way: [...way, asked], given })
  }

  /** Whoever was given exports that are not those of the finished file will never see what is in it. */
  private tellStale(key: string, exports: unknown): void {
    for (const circle of this.circles) {
      if (circle.asked !== key || circle.given === exports) continue
      const [asker, asked, way] = [this.fileOf(circle.asker), this.fileOf(key), this.inWords(circle)]
      this.warn({
        zh: `循环引用：${way}。${asker} 拿到的是 ${asked} 给 module.exports 赋值之前的空对象，请改用 exports.x = …，或在用到时再 require。`,
        en: `A circle of files: ${way}. ${asker} holds the exports of ${asked} from before its "module.exports = …" and will never see them: use "exports.x = …", or require it where it is used.`,
      })
    }
  }

  private inWords({ way }: Circle): string { return way.map(key => this.fileOf(key)).join(' → ') }

  private require(path: string, from: string): any {
    const key = this.find(path, from)
    if (key !== null && this.packages.has(key)) return this.load(key)
    const error = new Error(`module '${path}' is not defined, require args is '${path}' (in ${this.fileOf(from)})`)
    const near = key === null && nearestModule(Object.keys(this.sources), path, from)
    if (near) this.strays.set(error, { asked: path, near })
    throw error
  }

  /** Brings the other's package first. https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/async.html */
  private requireLate(path: string, from: string): Promise<unknown> {
    return Promise.resolve().then(() => {
      const key = this.find(path, from)
      if (key !== null) this.packages.open(key)
      return this.require(path, from)
    }).catch(error => { throw Object.assign(error as Error, { mod: path, errMsg: (error as Error).message }) })
  }

  find(path: string, from: string): string | null { return moduleOf(key => this.has(key), path, from) }
}
