/** https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html */
import { WxFail } from '../fail.ts'
import type { Json } from '../types.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { appFunction, here } from './machinery.ts'
import type { MemoryFiles } from './memory-files.ts'
import type { Direct, Family, WxNeeds } from './needs.ts'

type Operation = (params: Json) => Json | void

/** Each operation once: as `x({…, success})`, and as `xSync` with the params in this order. */
function operations(files: MemoryFiles): Record<string, { run: Operation; order: string[]; gives?: string }> {
  return {
    access: { order: ['path'], run: ({ path }) => { if (!files.isFolder(path)) files.read(path) } },
    readFile: {
      order: ['filePath', 'encoding', 'position', 'length'], gives: 'data',
      run({ filePath, encoding, position = 0, length }) {
        const { bytes } = files.read(filePath)
        return { data: decode(bytes.subarray(position, length === undefined ? undefined : position + length), encoding) }
      },
    },
    writeFile: { order: ['filePath', 'data', 'encoding'], run: ({ filePath, data, encoding }) => files.write(filePath, encode(data, encoding)) },
    appendFile: {
      order: ['filePath', 'data', 'encoding'],
      run({ filePath, data, encoding }) {
        const [before, more] = [files.read(filePath).bytes, encode(data, encoding)]
        const both = new Uint8Array(before.length + more.length)
        both.set(before)
        both.set(more, before.length)
        files.write(filePath, both)
      },
    },
    copyFile: { order: ['srcPath', 'destPath'], run({ srcPath, destPath }) { const { bytes, type } = files.read(srcPath); files.write(destPath, bytes.slice(), type) } },
    rename: { order: ['oldPath', 'newPath'], run: ({ oldPath, newPath }) => files.rename(oldPath, newPath) },
    unlink: { order: ['filePath'], run: ({ filePath }) => files.remove(filePath) },
    truncate: { order: ['filePath', 'length'], run: ({ filePath, length = 0 }) => files.write(filePath, files.read(filePath).bytes.slice(0, length)) },
    mkdir: { order: ['dirPath', 'recursive'], run: ({ dirPath, recursive }) => files.makeFolder(dirPath, recursive === true) },
    rmdir: { order: ['dirPath', 'recursive'], run: ({ dirPath, recursive }) => files.removeFolder(dirPath, recursive === true) },
    readdir: { order: ['dirPath'], gives: 'files', run: ({ dirPath }) => ({ files: files.list(dirPath) }) },
    stat: { order: ['path', 'recursive'], gives: 'stats', run: ({ path }) => ({ stats: stats(files, path) }) },
    saveFile: { order: ['tempFilePath', 'filePath'], gives: 'savedFilePath', run: ({ tempFilePath, filePath }) => ({ savedFilePath: files.save(tempFilePath, filePath) }) },
  }
}

/** Those that only come with callbacks; the first ones are `wx` functions too. */
function lists(files: MemoryFiles): Record<string, Operation> {
  const info = ({ filePath }: Json) => ({ size: files.read(filePath).bytes.length })
  return {
    saveFile: ({ tempFilePath }) => ({ savedFilePath: files.save(tempFilePath) }),
    getSavedFileList: () => ({ fileList: files.saved }),
    removeSavedFile: ({ filePath }) => files.remove(filePath),
    getSavedFileInfo: ({ filePath }) => ({ ...info({ filePath }), createTime: Math.floor(files.read(filePath).at / 1000) }),
    getFileInfo: info,
  }
}

export function fileSystem(needs: WxNeeds): Family {
  const manager: Json = {}
  const known = operations(needs.files)
  const later = (name: string, run: Operation) => appFunction({ name, start: here(name, run, needs), told: false, task: false }, needs)
  for (const [name, run] of Object.entries(lists(needs.files))) manager[name] = later(name, run)
  for (const [name, { run, order, gives }] of Object.entries(known)) {
    manager[name] = later(name, run)
    manager[`${name}Sync`] = sync(`${name}Sync`, run, order, gives)
  }
  return { local: lists(needs.files), direct: { getFileSystemManager: () => manager } }
}

function sync(name: string, run: Operation, order: string[], gives?: string): Direct {
  return (...given: unknown[]) => {
    try {
      const result = run(Object.fromEntries(order.map((key, index) => [key, given[index]])))
      return gives ? (result as Json)[gives] : undefined
    } catch (error) {
      throw error instanceof WxFail ? new Error(`${name}:fail ${error.message}`) : error
    }
  }
}

function stats(files: MemoryFiles, path: string): Json {
  const folder = files.isFolder(path)
  const { bytes, at } = folder ? { bytes: new Uint8Array(), at: 0 } : files.read(path)
  const seconds = Math.floor(at / 1000)
  return { mode: folder ? 16_877 : 33_188, size: bytes.length, lastAccessedTime: seconds, lastModifiedTime: seconds, isDirectory: () => folder, isFile: () => !folder }
}

/** Without an encoding the bytes themselves. */
function decode(bytes: Uint8Array, encoding?: string): string | ArrayBuffer {
  if (!encoding) return bytes.slice().buffer
  const known = ENCODINGS[encoding.toLowerCase()]
  if (!known) throw new WxFail(`invalid encoding "${encoding}"`)
  return known.decode(bytes)
}

function encode(data: unknown, encoding = 'utf8'): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data.slice(0))
  const known = ENCODINGS[encoding.toLowerCase()]
  if (!known) throw new WxFail(`invalid encoding "${encoding}"`)
  return known.encode(String(data ?? ''))
}

interface Encoding { decode(bytes: Uint8Array): string; encode(text: string): Uint8Array }

const latin: Encoding = {
  decode: bytes => Array.from(bytes, byte => String.fromCharCode(byte)).join(''),
  encode: text => Uint8Array.from(text, letter => letter.charCodeAt(0) & 255),
}
const utf8: Encoding = { decode: bytes => new TextDecoder().decode(bytes), encode: text => new TextEncoder().encode(text) }
const wide: Encoding = {
  decode: bytes => String.fromCharCode(...Array.from({ length: bytes.length >> 1 }, (_, at) => bytes[2 * at]! | (bytes[2 * at + 1]! << 8))),
  encode: text => Uint8Array.from([...text].flatMap(letter => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8])),
}
const ENCODINGS: Record<string, Encoding> = {
  utf8, 'utf-8': utf8, binary: latin, latin1: latin, ascii: latin, ucs2: wide, 'ucs-2': wide, utf16le: wide, 'utf-16le': wide,
  base64: { decode: bytes => toBase64(bytes.slice().buffer), encode: text => new Uint8Array(fromBase64(text)) },
  hex: {
    decode: bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(''),
    encode: text => Uint8Array.from(text.match(/../g) ?? [], pair => Number.parseInt(pair, 16)),
  },
}
