import { describe, expect, it } from 'vitest'
import { EVERYTHING, inBlocks, markOf, matches } from '../src/shell/journal/filter.ts'
import { tokens } from '../src/shell/journal/tokens.ts'
import { pictureOf, shownBy } from '../src/shell/lib/barcode.ts'
import { contrast, darkEnough, shade } from '../src/shell/lib/colour.ts'
import { inFours } from '../src/shell/lib/groups.ts'
import { dayAndTime, fromField, hourAndMinute, lasting, precise, toField } from '../src/shell/lib/time.ts'
import { fit } from '../src/shell/measures.ts'
import { choicesFor, outcomeOf, readsAs } from '../src/shell/panel/outcomes.ts'
import { layersOf } from '../src/shell/phone/layers.ts'
import { text } from '../src/shell/texts.ts'
import type { Entry, OpenApp } from '../src/shell/wire.ts'

describe('a code', () => {
  it.each([
    ['123456789012', '1234 5678 9012'],
    ['1234', '1234'],
    ['12345', '1234 5'],
    ['', ''],
  ])('%s reads %s', (code, printed) => expect(inFours(code)).toBe(printed))

  it.each([
    ['CODE_TYPE_TEXT', 'none', true],
    ['CODE_TYPE_BARCODE', 'bar', true],
    ['CODE_TYPE_QRCODE', 'qr', true],
    ['CODE_TYPE_ONLY_BARCODE', 'bar', false],
    ['CODE_TYPE_ONLY_QRCODE', 'qr', false],
    ['CODE_TYPE_NONE', 'none', false],
  ])('of %s shows %s, digits %s', (type, symbol, digits) => expect(shownBy(type)).toEqual({ symbol, digits }))

  it('becomes a picture, where bars can write it', () => {
    expect(decodeURIComponent(pictureOf('qr', '123456789012'))).toMatch(/^data:image\/svg\+xml,<svg .*<\/svg>\s*$/s)
    expect(pictureOf('bar', '123456789012')).toMatch(/^data:/)
    expect(pictureOf('bar', '券码')).toBe('')
  })
})

describe('colour', () => {
  it('contrast is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrast('#777777', '#fff')).toBeCloseTo(4.48, 2)
  })

  it.each(['#63b359', '#e4b138', '#a9d92d', '#ffffff', '#5E6671', 'nonsense'])('%s is made dark enough for white', (colour) => {
    expect(contrast(darkEnough(colour), '#ffffff')).toBeGreaterThanOrEqual(4.5)
  })

  it('shade goes towards black and white', () => {
    expect(shade('#808080', -1)).toBe('#000000')
    expect(shade('#808080', 1)).toBe('#ffffff')
  })
})

describe('world time is that of China', () => {
  const at = Date.UTC(2018, 2, 1, 2, 0, 7, 250)
  it('reads', () => {
    expect(hourAndMinute(at)).toBe('10:00')
    expect(precise(at)).toBe('10:00:07.250')
    expect(dayAndTime(at)).toBe('2018-03-01 10:00:07')
  })
  it('goes through a field and back, to the second', () => {
    expect(fromField(toField(at))).toBe(at - 250)
    expect(fromField('2018-03-01T10:00')).toBe(Date.UTC(2018, 2, 1, 2))
    expect(fromField('')).toBeNaN()
  })
  it.each([[12, '12 ms'], [3000, '3.0 s'], [120_000, '2 min']])('%d lasts %s', (ms, words) => expect(lasting(ms)).toBe(words))
})

const app = (instance: string, shown: boolean, opener: string | null = null): OpenApp => ({
  instance, opener, shown, appId: `wx${instance}`, name: instance, icon: '', verified: true, privileged: false, version: '1', problems: [],
})

describe('layers', () => {
  it('a new instance of the same mini-program takes the place of the old one', () => {
    const [old] = layersOf([app('i1', true)], [])
    const fresh = { ...app('i2', true), appId: 'wxi1' }
    expect(layersOf([fresh], [old!])).toEqual([{ ...old!, app: fresh }])
    expect(layersOf([app('i1', false), { ...app('i3', true), appId: 'wxi1' }], [old!]).map(({ key }) => key)).toEqual(['i1', 'i3'])
  })
  const heights = (layers: ReturnType<typeof layersOf>) => layers.map(({ app: { instance }, up, z }) => `${instance} ${up ? 'up' : 'down'} ${z}`)

  it('keep the order of the instances, so that no frame moves in the document', () => {
    const layers = layersOf([app('i10', false), app('i2', true)], [])
    expect(layers.map((layer) => layer.app.instance)).toEqual(['i2', 'i10'])
  })

  it('put what was opened over its opener, which stays up beneath', () => {
    const first = layersOf([app('i1', true)], [])
    const both = layersOf([app('i1', false), app('i2', true, 'i1')], first)
    expect(heights(both)).toEqual(['i1 up 1', 'i2 up 2'])
    const back = layersOf([app('i2', false), app('i1', true)], both)
    expect(heights(back)).toEqual(['i1 up 1', 'i2 down 2'])
    const again = layersOf([app('i1', false), app('i2', true, 'i1')], back)
    expect(heights(again)).toEqual(['i1 up 1', 'i2 up 3'])
  })

  it('all go down at home', () => {
    const up = layersOf([app('i1', true)], [])
    expect(layersOf([app('i1', false)], up).some((layer) => layer.up)).toBe(false)
  })
})

describe('the phone fits its window', () => {
  it('fills a phone, stands at full size on a desk, is a shorter one in a low window and shrinks in a very low one', () => {
    expect(fit('ios', 360, 780)).toMatchObject({ width: 360, height: 780, scale: 1, narrow: true })
    expect(fit('ios', 1440, 900)).toMatchObject({ width: 375, height: 812, scale: 1, narrow: false })
    expect(fit('ios', 1280, 800)).toMatchObject({ height: 716, scale: 1 })
    expect(fit('ios', 1280, 720)).toMatchObject({ height: 636, scale: 1 })
    expect(fit('ios', 1280, 600)).toMatchObject({ height: 550, scale: 538 / 572 })
    expect(fit('ios', 1920, 1080).scale).toBe(1)
    expect(fit('ios', 1920, 1080, { alone: true }).scale).toBeCloseTo(1.18, 2)
    expect(fit('ios', 3840, 2160, { alone: true }).scale).toBe(1.5)
  })

  it('has the same screen with the panel and without: an app is not laid out anew for an audience', () => {
    for (const height of [640, 720, 800, 900, 1080]) {
      expect(fit('ios', 1280, height, { alone: true }).height).toBe(fit('ios', 1280, height).height)
      expect(fit('ios', 1280, height, { alone: true }).scale).toBeGreaterThanOrEqual(fit('ios', 1280, height).scale)
    }
  })

  it('is whole for who watches', () => {
    expect(fit('ios', 560, 720, { whole: true })).toMatchObject({ height: 812 })
    expect(fit('ios', 560, 720, { whole: true }).scale).toBeCloseTo(0.75, 2)
  })
})

const entry = (more: Partial<Entry>): Entry => ({
  seq: 1, at: 0, lane: 'app', kind: 'wx.addCard', phase: 'event', ok: true, of: null, app: null, instance: null,
  says: { zh: '小程序调用 wx.addCard', en: 'The app calls wx.addCard' }, detail: {}, cause: null, ...more,
})
const cause = { id: 'stock.empty', says: { zh: '库存为 0', en: 'out of stock' }, fix: { zh: '', en: '' } }

describe('the journal', () => {
  it('marks problems and what was bent', () => {
    expect(markOf(entry({ ok: false, cause }))).toBe('problem')
    expect(markOf(entry({ cause }))).toBe('bent')
    expect(markOf(entry({ phase: 'start' }))).toBe('start')
    expect(markOf(entry({}))).toBe('plain')
  })

  it('is filtered by lane, problem and text', () => {
    expect(matches(entry({}), EVERYTHING)).toBe(true)
    expect(matches(entry({}), { ...EVERYTHING, lanes: new Set(['wechat']) })).toBe(false)
    expect(matches(entry({}), { ...EVERYTHING, onlyProblems: true })).toBe(false)
    expect(matches(entry({ cause }), { ...EVERYTHING, onlyProblems: true })).toBe(true)
    expect(matches(entry({ detail: { cardId: 'pABC' } }), { ...EVERYTHING, text: ' pabc ' })).toBe(true)
    expect(matches(entry({}), { ...EVERYTHING, text: 'openCard' })).toBe(false)
  })

  it('is drawn in blocks that a cut at the start leaves as they are', () => {
    const numbers = (from: number) => [1, 2, 3, 4, 5, 8].filter((seq) => seq >= from).map((seq) => ({ seq }))
    const seqs = (from: number) => inBlocks(numbers(from), 2).map((block) => block.map((row) => row.seq))
    expect(seqs(1)).toEqual([[1], [2, 3], [4, 5], [8]])
    expect(seqs(3)).toEqual([[3], [4, 5], [8]])
  })

  it('colours JSON without changing it', () => {
    const value = { a: [1, -2.5, true, null], 'say "x": 1': 'no, 3' }
    const cut = tokens(value)
    expect(cut.map((token) => token.text).join('')).toBe(JSON.stringify(value, null, 2))
    expect(cut.filter((token) => token.kind === 'key').map((token) => token.text)).toEqual(['"a"', '"say \\"x\\": 1"'])
    expect(cut.filter((token) => token.kind === 'number').map((token) => token.text)).toEqual(['1', '-2.5'])
    expect(cut.filter((token) => token.kind === 'word').map((token) => token.text)).toEqual(['true', 'null'])
  })
})

describe('the next time', () => {
  it('makes the rules of the admin API', () => {
    expect(outcomeOf('user', '', 0)).toBeNull()
    expect(outcomeOf('ok', '', 0)).toEqual({ answer: { action: 'confirm' } })
    expect(outcomeOf('cancel', '', 0)).toEqual({ answer: { action: 'cancel' } })
    expect(outcomeOf('fail', 'access denied', 0)).toEqual({ error: 'access denied' })
    expect(outcomeOf('late', '', 2.5)).toEqual({ delay: 2500 })
    expect(outcomeOf('never', '', 0)).toEqual({ lost: true })
  })
  it('offers the user’s answers only where the user is asked', () => {
    expect(choicesFor('addCard')).toContain('ok')
    expect(choicesFor('login')).not.toContain('cancel')
  })
  it('reads rules made elsewhere too', () => {
    const rule = { id: 'r1', on: 'addCard', times: 1, outcome: { answer: { action: 'confirm' }, delay: 500 } }
    expect(readsAs(rule).map(({ id, values }) => text('en', id, values))).toEqual(['the user agrees', 'late by 0.5 s'])
  })
})
