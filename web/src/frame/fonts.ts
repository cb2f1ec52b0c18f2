/** https://developers.weixin.qq.com/miniprogram/dev/api/ui/font/wx.loadFontFace.html */
import { WxFail } from '../runtime/fail.ts'
import type { Json } from '../runtime/types.ts'

/** `source` is written as in CSS, `url("https://…")`; `desc` holds style, weight and variant. */
export async function loadFont(family: string, source: string, desc: Json = {}): Promise<Json> {
  try {
    document.fonts.add(await new FontFace(family, source, { style: desc.style, weight: desc.weight }).load())
  } catch {
    throw new WxFail('error')
  }
  return { status: 'loaded' }
}
