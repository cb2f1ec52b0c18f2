/** The project's pictures and fonts: bytes from the shell, blob URLs in the page. */
import { blobUrl, forgetBlob } from '../blobs.ts'

export interface Asset { path: string; type: string; bytes: ArrayBuffer }

/** `pages/a` + `../b.png` -> `b.png`; a leading slash counts from the project's root. */
export function resolvePath(path: string, from: string): string {
  const parts = path.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

const OUTSIDE = /^(https?:|data:|blob:|wxfile:|\/\/)/

export class Assets {
  private readonly urls = new Map<string, string>()
  private readonly files = new Map<string, Asset>()

  constructor(assets: Asset[]) {
    for (const asset of assets) {
      const { path, type, bytes } = asset
      this.files.set(path.replace(/^\//, ''), asset)
      this.urls.set(path.replace(/^\//, ''), blobUrl(new Blob([bytes], { type })))
    }
  }

  /** The URL for a `src` written in the file `from` (without suffix). What is not in the project stays as it is. */
  url(source: string, from = ''): string {
    if (!source || OUTSIDE.test(source)) return source
    const path = source.replace(/[?#].*$/, '')
    return this.urls.get(resolvePath(path, from)) ?? this.urls.get(resolvePath(`/${path}`, '')) ?? source
  }

  /** The bytes of a file of the project. */
  file(path: string): { bytes: Uint8Array; type: string } | null {
    const found = this.files.get(path)
    return found ? { bytes: new Uint8Array(found.bytes), type: found.type } : null
  }

  /** CSS with its `wxasset:` marks (set by the compiler) replaced. */
  inCss(css: string): string {
    return css.replace(/url\(\s*(["']?)wxasset:([^"')]+)\1\s*\)/g, (_, _quote, path: string) => `url("${this.url(`/${path.replace(/^\/+/, '')}`)}")`)
  }

  release(): void {
    for (const url of this.urls.values()) forgetBlob(url)
    this.urls.clear()
  }
}
