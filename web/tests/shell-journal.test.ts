import { describe, expect, it } from 'vitest'
import { folded, toldOf } from '../src/shell/journal/fold.ts'
import { addStarts, beganOf } from '../src/shell/journal/starts.ts'
import { countBefore, tailFrom } from '../src/shell/journal/tail.ts'
import type { Entry } from '../src/shell/wire.ts'

const entry = (seq: number, more: Partial<Entry> = {}): Entry => ({
  seq, at: seq * 10, lane: 'merchant', kind: 'api./card/get', phase: 'start', ok: true, of: null, app: 'wx1', instance: null,
  says: { zh: '', en: '' }, detail: {}, cause: null, ...more,
})
const call = (seq: number, more: Partial<Entry> = {}): Entry[] =>
  [entry(seq, more), entry(seq + 1, { ...more, lane: 'wechat', phase: 'end', of: seq })]

describe('equal calls', () => {
  it('that follow one another are one fold', () => {
    const rows = [...call(1), ...call(3), ...call(5), ...call(7, { kind: 'api./sns/jscode2session' })]
    expect(folded(rows).map(({ rows: own, calls }) => [own.length, calls])).toEqual([[6, 3], [1, 0], [1, 0]])
  })

  it('stand by themselves where one of them went wrong, is bent, or is broken up', () => {
    const cause = { id: 'a', says: { zh: '', en: '' }, fix: { zh: '', en: '' } }
    const failed = call(3).map((row) => (row.phase === 'end' ? { ...row, ok: false, cause } : row))
    expect(folded([...call(1), ...failed]).every(({ calls }) => calls === 0)).toBe(true)
    const [start, end] = call(9) as [Entry, Entry]
    expect(folded([start, entry(20, { phase: 'event', kind: 'app.route' }), end]).length).toBe(3)
  })
})

describe('a callback of the app', () => {
  it.each([
    ['addCard.fail', { errMsg: 'addCard:fail cancel' }, 'addCard:fail cancel'],
    ['App.onShow', { scene: 1038, path: 'a' }, 'scene 1038'],
    ['App.onHide', {}, ''],
    ['App.onError', null, ''],
  ])('%s reads', (kind, detail, words) => expect(toldOf(entry(1, { kind, detail: { detail } }))).toBe(words))

  it('tells how long its call took', () => {
    const starts = new Map<number | string, number>()
    addStarts(starts, [entry(1, { kind: 'wx.addCard', instance: 'i1', detail: { call: 4 } })])
    const told = entry(8, { kind: 'addCard.fail', phase: 'event', instance: 'i1', detail: { call: 4 } })
    expect(beganOf(told, starts)).toBe(10)
    expect(beganOf({ ...told, instance: 'i2' }, starts)).toBeUndefined()
  })
})

describe('the drawn end', () => {
  const rows = Array.from({ length: 1_000 }, (_, place) => entry(place + 31))

  it('begins with a block, so that a new row seldom cuts one off', () => {
    expect(tailFrom(rows, 400)).toBe(600)
    expect(tailFrom([...rows, entry(1_031)], 400)).toBe(600)
    expect(countBefore(rows, 600)).toBe(569)
  })

  it('is everything where there are no more rows, and where none is left', () => {
    expect(countBefore(rows, tailFrom(rows, 5_000))).toBe(0)
    expect([tailFrom([], 400), countBefore([], 0)]).toEqual([0, 0])
  })

  it('is counted in rows, not in numbers, where some are filtered out', () => {
    const few = rows.filter(({ seq }) => seq % 10 === 0)
    expect(countBefore(few, tailFrom(few, 400))).toBe(0)
    expect(few.length - countBefore(few, tailFrom(few, 50))).toBeGreaterThanOrEqual(50)
  })
})
