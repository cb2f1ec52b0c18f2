/** The project's pictures and fonts: bytes from the shell, blob URLs in the page. */

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

  constructor(assets: Asset[]) {
    for (const { path, type, bytes } of assets) {
      this.urls.set(path.replace(/^\//, ''), URL.createObjectURL(new Blob([bytes], { type })))
    }
  }

  /** The URL for a `src` written in the file `from` (without suffix). What is not in the project stays as it is. */
  url(source: string, from = ''): string {
    if (!source || OUTSIDE.test(source)) return source
    const path = source.replace(/[?#].*$/, '')
    return this.urls.get(resolvePath(path, from)) ?? this.urls.get(resolvePath(`/${path}`, '')) ?? source
  }

  /** CSS with its `wxasset:` marks (set by the compiler) replaced. */
  inCss(css: string): string {
    return css.replace(/url\(\s*(["']?)wxasset:([^"')]+)\1\s*\)/g, (_, _quote, path: string) => `url("${this.url(`/${path.replace(/^\/+/, '')}`)}")`)
  }

  release(): void {
    for (const url of this.urls.values()) URL.revokeObjectURL(url)
    this.urls.clear()
  }
}
