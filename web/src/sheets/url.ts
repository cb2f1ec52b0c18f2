/** As much of `URL` as Sass wants of it, where there is none: a scheme, and what stands behind it. Import it before Sass. */
class SchemeUrl {
  readonly pathname: string
  readonly protocol: string

  constructor(readonly href: string) {
    const [, protocol, pathname] = /^([a-z][a-z0-9+.-]*:)?(.*)$/is.exec(String(href))!
    this.protocol = protocol ?? ''
    this.pathname = encodeURI(decodeURI(pathname!))
  }

  toString(): string { return this.href }
}

;(globalThis as any).URL ??= SchemeUrl
/** Where Sass believes it runs. */
;(globalThis as any).self ??= globalThis
;(globalThis as any).location ??= { href: 'wxss:/' }
