/** A code as a real bar code or QR code: pictures that scan. */
import { code128, drawingSVG, qrcode } from 'bwip-js/browser'

export type Symbol = 'bar' | 'qr' | 'none'

/** What a card of this code type shows, https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Create_a_Coupon_Voucher_or_Card.html */
export function shownBy(codeType: string | undefined): { symbol: Symbol; digits: boolean } {
  switch (codeType) {
    case 'CODE_TYPE_BARCODE': return { symbol: 'bar', digits: true }
    case 'CODE_TYPE_QRCODE': return { symbol: 'qr', digits: true }
    case 'CODE_TYPE_ONLY_BARCODE': return { symbol: 'bar', digits: false }
    case 'CODE_TYPE_ONLY_QRCODE': return { symbol: 'qr', digits: false }
    case 'CODE_TYPE_NONE': return { symbol: 'none', digits: false }
    default: return { symbol: 'none', digits: true }
  }
}

/** The address of an SVG picture of the code; empty where bars cannot write it. */
export function pictureOf(symbol: 'bar' | 'qr', code: string): string {
  if (symbol === 'bar' && !/^[ -~]+$/.test(code)) return ''
  const svg = symbol === 'bar'
    ? code128<string>({ bcid: 'code128', text: code, height: 18, scale: 3 }, drawingSVG())
    : qrcode<string>({ bcid: 'qrcode', text: code, scale: 4 }, drawingSVG())
  return `data:image/svg+xml,${encodeURIComponent(svg.replace('<svg ', '<svg preserveAspectRatio="none" '))}`
}
