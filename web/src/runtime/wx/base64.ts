/** Base64 without the platform's atob, which V8 alone does not have. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** https://developers.weixin.qq.com/miniprogram/dev/api/base/wx.arrayBufferToBase64.html */
export function toBase64(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer)
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3)
    const left = bytes.length - i
    text += ALPHABET[a >> 2]! + ALPHABET[((a & 3) << 4) | (b >> 4)]!
      + (left > 1 ? ALPHABET[((b & 15) << 2) | (c >> 6)]! : '=') + (left > 2 ? ALPHABET[c & 63]! : '=')
  }
  return text
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/base/wx.base64ToArrayBuffer.html */
export function fromBase64(text: string): ArrayBuffer {
  const digits = [...text].map(char => ALPHABET.indexOf(char)).filter(digit => digit >= 0)
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  for (let i = 0; i < bytes.length; i++) {
    const at = Math.floor((i * 4) / 3)
    const shift = 2 * (i % 3) + 2
    bytes[i] = (digits[at]! << shift) | (digits[at + 1]! >> (6 - shift))
  }
  return bytes.buffer
}
