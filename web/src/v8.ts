/** What a bare V8 lacks and our bundles need. Import it before anything else. */
export {}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const CHUNK = 8192

function atob(text: string): string {
  const out: string[] = []
  let [bits, held] = [0, 0]
  for (const letter of text.replace(/=+$/, '')) {
    held = ((held << 6) | LETTERS.indexOf(letter)) & 0xfff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    out.push(String.fromCharCode((held >> bits) & 255))
  }
  return out.join('')
}

/** UTF-8 only. */
class TextDecoder {
  decode(given?: ArrayBuffer | ArrayBufferView): string {
    if (!given) return ''
    const bytes = ArrayBuffer.isView(given) ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength) : new Uint8Array(given)
    const parts: string[] = []
    for (let at = 0; at < bytes.length; at += CHUNK) parts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)))
    return decodeURIComponent(escape(parts.join('')))
  }
}

class TextEncoder {
  encode(text: string): Uint8Array {
    const wellFormed = (text as unknown as { toWellFormed(): string }).toWellFormed()
    return Uint8Array.from(unescape(encodeURIComponent(wellFormed)), letter => letter.charCodeAt(0))
  }

  encodeInto(text: string, into: Uint8Array): { read: number; written: number } {
    const bytes = this.encode(text)
    into.set(bytes)
    return { read: text.length, written: bytes.length }
  }
}

const silent = () => {}
const noTimer = () => { throw new Error('there is no clock before a mini-program is booted') }

Object.assign(globalThis, {
  atob, TextDecoder, TextEncoder,
  setTimeout: noTimer, setInterval: noTimer, clearTimeout: silent, clearInterval: silent,
  console: { log: silent, info: silent, warn: silent, error: silent, debug: silent },
  performance: { now: () => 0 },
})
