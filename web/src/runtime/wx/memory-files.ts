/** The app's files: in memory, gone when it is started anew. https://developers.weixin.qq.com/miniprogram/dev/framework/ability/file-system.html */
import { resolve } from '../../paths.ts'
import { WxFail } from '../fail.ts'
import { fromBase64, toBase64 } from './base64.ts'

export const USER_DATA = 'http://usr'
export const TEMPORARY = 'http://tmp'
/** Where `saveFile` puts what it is given no name for. */
export const SAVED = 'http://store'

/** https://developers.weixin.qq.com/miniprogram/dev/framework/ability/file-system.html: 200 MB of users' files. */
const LIMIT = 200 * 1024 * 1024

export interface StoredFile { bytes: Uint8Array; type: string; at: number; url?: string }

/** A file as it travels to and from the server. */
export interface Carried { name: string; type: string; base64: string; size: number; width?: number; height?: number; duration?: number }

const OWN = /^(http:\/\/(usr|tmp|store)|wxfile:\/)(\/|$)/

export class MemoryFiles {
  private readonly files = new Map<string, StoredFile>()
  private readonly folders = new Set<string>([USER_DATA])
  private made = 0

  /** `packaged` reads a file of the project; null where there is none. */
  constructor(private readonly packaged: (path: string) => { bytes: Uint8Array; type: string } | null, private readonly now: () => number) {}

  isOwn(path: string): boolean { return OWN.test(path) }

  /** Keeps bytes under a new temporary name. */
  keep(bytes: Uint8Array, type: string, name = ''): string {
    const suffix = /\.[a-z0-9]{1,8}$/i.exec(name)?.[0] ?? SUFFIXES[type] ?? ''
    const path = `${TEMPORARY}/wx${String(++this.made).padStart(4, '0')}${suffix}`
    this.files.set(path, { bytes, type, at: this.now() })
    return path
  }

  carriedIn({ base64, type, name }: Carried): string { return this.keep(new Uint8Array(fromBase64(base64)), type, name) }

  /** A file of the app's or of the project; null where there is none. */
  find(path: string): StoredFile | null {
    const own = this.files.get(normal(path))
    if (own || this.isOwn(path)) return own ?? null
    const found = this.packaged(resolve(`/${path}`))
    return found && { ...found, at: 0 }
  }

  /** Throws WxFail where there is none. */
  read(path: string): StoredFile {
    const found = this.find(path)
    if (!found) throw new WxFail(`no such file or directory, open '${path}'`)
    return found
  }

  /** An address that pictures and films can be loaded from; null for what is no file of the app's. */
  url(path: string): string | null {
    const file = this.isOwn(path) ? this.files.get(normal(path)) : undefined
    if (!file) return null
    return (file.url ??= `data:${file.type};base64,${toBase64(file.bytes.slice().buffer)}`)
  }

  write(path: string, bytes: Uint8Array, type = typeOf(path)): void {
    this.mustBeUsers(path, 'open')
    if (!this.isFolder(parentOf(path))) throw new WxFail(`no such file or directory, open '${path}'`)
    if (this.isFolder(path)) throw new WxFail(`illegal operation on a directory, open '${path}'`)
    const others = [...this.files].reduce((sum, [name, file]) => sum + (name === normal(path) ? 0 : file.bytes.length), 0)
    if (others + bytes.length > LIMIT) throw new WxFail('the maximum size of the file storage limit is exceeded')
    this.files.set(normal(path), { bytes, type, at: this.now() })
  }

  /** A lasting copy of a temporary file, which goes. */
  save(path: string, target?: string): string {
    const { bytes, type } = this.read(path)
    const to = target || `${SAVED}/${normal(path).split('/').at(-1)}`
    if (target) this.write(target, bytes, type)
    else this.files.set(to, { bytes, type, at: this.now() })
    if (path.startsWith(TEMPORARY)) this.files.delete(normal(path))
    return to
  }

  remove(path: string): void {
    if (this.isFolder(path)) throw new WxFail(`operation not permitted, unlink '${path}'`)
    if (!this.files.delete(normal(path))) throw new WxFail(`no such file or directory, unlink '${path}'`)
  }

  isFolder(path: string): boolean { return this.folders.has(normal(path)) }

  makeFolder(path: string, deep: boolean): void {
    this.mustBeUsers(path, 'mkdir')
    if (this.isFolder(path) || this.files.has(normal(path))) {
      if (deep) return
      throw new WxFail(`file already exists, mkdir '${path}'`)
    }
    if (deep && !this.isFolder(parentOf(path))) this.makeFolder(parentOf(path), true)
    if (!this.isFolder(parentOf(path))) throw new WxFail(`no such file or directory, mkdir '${path}'`)
    this.folders.add(normal(path))
  }

  removeFolder(path: string, deep: boolean): void {
    if (!this.isFolder(path)) throw new WxFail(`no such file or directory, rmdir '${path}'`)
    if (!deep && this.list(path).length) throw new WxFail(`directory not empty, rmdir '${path}'`)
    const under = `${normal(path)}/`
    for (const name of this.files.keys()) if (name.startsWith(under)) this.files.delete(name)
    for (const name of this.folders) if (name.startsWith(under)) this.folders.delete(name)
    if (normal(path) !== USER_DATA) this.folders.delete(normal(path))
  }

  /** Names in a folder. Throws WxFail where there is none. */
  list(path: string): string[] {
    if (!this.isFolder(path)) throw new WxFail(`no such file or directory, scandir '${path}'`)
    const under = `${normal(path)}/`
    const names = [...this.folders, ...this.files.keys()].filter(name => name.startsWith(under)).map(name => name.slice(under.length).split('/')[0]!)
    return [...new Set(names)].sort()
  }

  rename(from: string, to: string): void {
    this.mustBeUsers(to, 'rename')
    if (!this.isFolder(from)) {
      const { bytes, type } = this.read(from)
      this.write(to, bytes, type)
      this.files.delete(normal(from))
      return
    }
    const [old, fresh] = [normal(from), normal(to)]
    const inside = (name: string) => name === old || name.startsWith(`${old}/`)
    for (const [name, file] of Array.from(this.files).filter(([one]) => inside(one))) {
      this.files.delete(name)
      this.files.set(fresh + name.slice(old.length), file)
    }
    for (const name of Array.from(this.folders).filter(inside)) {
      this.folders.delete(name)
      this.folders.add(fresh + name.slice(old.length))
    }
  }

  /** Lasting files, for getSavedFileList. */
  get saved(): { filePath: string; size: number; createTime: number }[] {
    return [...this.files].filter(([name]) => name.startsWith(SAVED)).map(([filePath, { bytes, at }]) => ({ filePath, size: bytes.length, createTime: Math.floor(at / 1000) }))
  }

  private mustBeUsers(path: string, what: string): void {
    if (!normal(path).startsWith(USER_DATA)) throw new WxFail(`permission denied, ${what} '${path}'`)
  }
}

const TYPES: Record<string, string> = {
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', svg: 'image/svg+xml', mp4: 'video/mp4',
  mp3: 'audio/mpeg', json: 'application/json', txt: 'text/plain', pdf: 'application/pdf', html: 'text/html', wav: 'audio/wav', ttf: 'font/ttf',
}
const SUFFIXES: Record<string, string> = Object.fromEntries(Object.entries(TYPES).map(([suffix, type]) => [type, `.${suffix}`]).reverse())

export function typeOf(path: string): string { return TYPES[path.split('.').at(-1)!.toLowerCase()] ?? 'application/octet-stream' }

function normal(path: string): string { return path.replace(/^wxfile:\/\//, 'http://').replace(/(?<!:)\/+/g, '/').replace(/(?<=.)\/$/, '') }

function parentOf(path: string): string { return normal(path).split('/').slice(0, -1).join('/') }
