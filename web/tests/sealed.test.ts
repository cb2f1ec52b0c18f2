import { describe, expect, it, test } from 'vitest'
import { HIDDEN, inLanguage, inScript, moments, paced, packed, redacted, sealed, secretsIn, unpacked, type Frame } from '../src/sealed/session.ts'
import type { Entry } from '../src/shell/wire.ts'

const entry = (seq: number, at: number, detail: object = {}): Entry => ({
  seq, at, lane: 'app', kind: 'wx.addCard', phase: 'event', ok: true, of: null, app: null, instance: null,
  says: { zh: '甲', en: 'a' }, detail: detail as Entry['detail'], cause: null,
})
const frame = (at: number, html: string): Frame => ({ at, width: 375, height: 812, html })

describe('secrets', () => {
  const canary = 'CANARY-1234567'
  it.each([
    [{ access_token: canary }], [{ accessToken: canary }], [{ result: { session_key: canary } }], [{ list: [{ openid: canary }] }],
    [{ cardExt: JSON.stringify({ signature: canary }) }], [{ activate_ticket: canary }], [{ secret: canary }], [{ encrypt_code: canary }],
    [{ header: { Authorization: canary } }], [{ header: { 'Set-Cookie': canary } }], [{ fields: { FromUserName: canary } }],
    [{ USER_FORM_INFO_FLAG_MOBILE: canary }], [{ phoneNumber: canary }], [{ EncodingAESKey: canary }],
  ])('in %j are found', (value) => expect([...secretsIn(value)]).toEqual([canary]))

  it('leave neither what happened nor the pictures, however they are written', () => {
    const given = 'a+b/c"d=='
    const shown = `<p>${given}</p><a href="?t=${encodeURIComponent(given)}">`
    const file = inScript(sealed({ title: 't', made: 1 }, [frame(1, shown)], [entry(1, 1, { ticket: given, other: `x ${given}` })]))
    expect(file).not.toContain(given)
    expect(file).not.toContain(encodeURIComponent(given))
    expect(file).not.toContain(JSON.stringify(given).slice(1, -1))
    expect(file).toContain(HIDDEN)
  })

  it('that were told before the film began are hidden in it too', () => {
    const file = inScript(sealed({ title: 't', made: 1 }, [frame(5, `<p>${canary}`)], [], [entry(1, 1, { openid: canary })]))
    expect(file).not.toContain(canary)
  })

  it('short values stay, for hiding them would hide half the page', () => {
    expect([...secretsIn({ token: 'abc' })]).toEqual([])
    expect(redacted('abcdef abc', ['abc', 'abcdef'])).toBe(`${HIDDEN} ${HIDDEN}`)
  })
})

describe('frames', () => {
  const data = `data:image/png;base64,${'A'.repeat(300)}`
  const html = `<style>body { color: red }</style><img src="${data}"><iframe srcdoc="&lt;img src=&quot;${data}&quot;&gt;">`

  it('share their long pieces and come back whole', () => {
    const { frames, texts } = sealed({ title: 't', made: 1 }, [frame(1, html), frame(2, `${html}<p>2`)], [])
    expect(texts).toEqual(['body { color: red }', data])
    expect(frames.map((one) => unpacked(one.html, texts))).toEqual([html, `${html}<p>2`])
    expect(packed('<p>short', () => 0)).toBe('<p>short')
  })

  it('stay inside their script element', () => {
    expect(inScript(sealed({ title: '</script><script>', made: 1 }, [], []))).not.toContain('<')
  })
})

describe('the time line', () => {
  it('knows the picture of each moment, and leaves out long waits', () => {
    const all = moments({ frames: [frame(0, 'a'), frame(50, 'b')], entries: [entry(1, 10), entry(2, 60_000)] })
    expect(all.map(({ frame: shown, entry: one }) => [shown, one?.seq ?? null])).toEqual([[0, null], [0, 1], [1, null], [1, 2]])
    expect(paced(all)).toEqual([0, 10, 50, 1250])
    expect(moments({ frames: [], entries: [] })).toEqual([])
  })
})

test.each([
  ['Coupons · one / 优惠券 · one', '优惠券 · one', 'Coupons · one'],
  ['优惠券 / Coupons / more', '优惠券', 'Coupons / more'],
  ['Coupons / more', 'Coupons / more', 'Coupons / more'],
  ['领券 / 退券', '领券 / 退券', '领券 / 退券'],
  ['Coupons / 领券 / more', 'Coupons / 领券 / more', 'Coupons / 领券 / more'],
])('%s is said in one language where it is in both', (text, zh, en) => {
  expect([inLanguage(text, 'zh'), inLanguage(text, 'en')]).toEqual([zh, en])
})
