/** The show's own rules: what moves it on, and that what is no longer wanted changes nothing. */
import { describe, expect, test } from 'vitest'
import { Show, readingTime, type Book, type House, type Rehearsal, type Stand } from '../src/play/show.ts'

const says = (text: string) => ({ zh: text, en: text })
const BEATS = ['one', 'two', 'three']
const BOOK: Book = {
  cases: ['a', 'b'].map((name) => ({ title: says('t'), name, says: says(name), app: true, file: 'f', beats: BEATS.map(says) })),
  first: null, language: 'en',
}
const REHEARSAL: Rehearsal = { picture: null, entries: [], marks: [0, 1, 2, 3], ok: true }

/** Answers at once, unless it is told to hold what it answers. */
function house(book = BOOK) {
  let at = 0
  const held: (() => void)[] = []
  const said: string[] = []
  const state = { hold: false, waits: 0, hurried: 0, revealed: 0, faultAt: -1 }
  const stand = (): Stand => ({
    at, marks: [0, 1, 2, 3].slice(0, at + 1), faults: at === state.faultAt ? ['no'] : [], done: at === BEATS.length,
  })
  const answer = (method: string, params: { beat?: number }): unknown => {
    if (method === 'Play.book') return book
    if (method === 'Play.to') at = params.beat ?? 0
    if (method === 'Play.next') at += 1
    return method === 'Play.free' ? {} : stand()
  }
  const made: House = {
    ask: async <Result,>(method: string, params: object = {}) => {
      said.push(method)
      if (state.hold) await new Promise<void>((resolve) => { held.push(resolve) })
      return answer(method, params as { beat?: number }) as Result
    },
    reveal: () => { state.revealed += 1 },
    rehearse: async () => REHEARSAL,
    wait: async () => { state.waits += 1 },
    hurry: () => { state.hurried += 1 },
  }
  const release = async () => {
    for (const go of held.splice(0)) go()
    await new Promise((resolve) => { setTimeout(resolve, 0) })
  }
  return { made, said, state, release }
}

const settled = () => new Promise((resolve) => { setTimeout(resolve, 0) })

describe('the gallery', () => {
  test('says which picture is taken, and no more once one has left it', async () => {
    const { made } = house()
    const taken: (() => void)[] = []
    made.rehearse = () => new Promise((resolve) => { taken.push(() => resolve(REHEARSAL)) })
    const show = new Show(made)
    await show.open()
    expect(show.taking.value).toBe(0)
    taken[0]!()
    await settled()
    expect([show.taking.value, show.rehearsals.value.size]).toEqual([1, 1])
    void show.start(0)
    expect(show.taking.value).toBe(null)
    taken[1]!()
    await settled()
    expect(show.taking.value).toBe(null)
    show.gallery()
    await settled()
    expect(show.taking.value).toBe(null)
  })
})

describe('while a phone is made ready', () => {
  test('nothing is taken on: the beat would be lost', async () => {
    const { made, said, state, release } = house({ ...BOOK, first: 0 })
    const show = new Show(made)
    await show.open()
    await settled()
    show.playing.set(false)
    state.hold = true
    const home = show.to(0)
    await settled()
    await show.next()
    expect(said.at(-1)).toBe('Play.to')
    await release()
    state.hold = false
    await home
    await show.next()
    expect(show.at).toBe(1)
  })
})

describe('what goes wrong', () => {
  test('a scene that stands still says why at the beat where it does, and what to do', async () => {
    const { made } = house({ ...BOOK, first: 0 })
    const cause = { says: says('It stands still'), fix: says('Choose another') }
    const ask = made.ask
    made.ask = async <Result,>(method: string, params?: object) =>
      method === 'Play.next' ? ({ left: true, why: 'silent', cause } as Result) : ask<Result>(method, params)
    const show = new Show(made)
    await show.open()
    await settled()
    expect(show.mode.value).toBe('show')
    expect(show.stand.value).toMatchObject({ at: 0, faults: ['silent'], done: false, cause })
  })

  test('a run that has gone without a reason is made anew where it was', async () => {
    const { made, said } = house()
    const ask = made.ask
    let dropped = false
    made.ask = async <Result,>(method: string, params?: object) => {
      if (method !== 'Play.next' || dropped) return ask<Result>(method, params)
      dropped = true
      return { left: true } as Result
    }
    const show = new Show(made)
    await show.open()
    await show.to(1)
    await show.next()
    expect(show.mode.value).toBe('show')
    expect([show.at, said.filter((one) => one === 'Play.to').length]).toEqual([1, 2])
  })
})

describe('the show', () => {
  test('opens with the gallery and takes the pictures that are missing', async () => {
    const show = new Show(house().made)
    await show.open()
    await settled()
    expect(show.mode.value).toBe('gallery')
    expect([...show.rehearsals.value.keys()]).toEqual([0, 1])
  })

  test('a case that is named begins at once and plays to its end', async () => {
    const { made, state } = house({ ...BOOK, first: 1 })
    const show = new Show(made)
    await show.open()
    await settled()
    expect([show.number.value, show.at, show.stand.value?.done, show.playing.value]).toEqual([1, 3, true, false])
    expect(state.revealed).toBe(1)
    expect(state.waits).toBeGreaterThanOrEqual(5)
  })

  test('next does one beat and stops the play; back is a fresh run to the beat before', async () => {
    const { made, said } = house()
    const show = new Show(made)
    await show.open()
    await show.to(0)
    await show.next()
    await show.next()
    expect(show.at).toBe(2)
    await show.back()
    expect(show.at).toBe(1)
    expect(said.slice(-3)).toEqual(['Play.next', 'Play.next', 'Play.to'])
  })

  test('next in the middle of a beat ends its waits and does not begin another', async () => {
    const { made, said, state, release } = house()
    const show = new Show(made)
    await show.open()
    await show.to(0)
    state.hold = true
    const first = show.next()
    const before = state.hurried
    await show.next()
    expect(state.hurried).toBe(before + 1)
    await release()
    await first
    expect(said.filter((one) => one === 'Play.next')).toHaveLength(1)
    expect(show.at).toBe(1)
  })

  test('what an older order brings is not wanted any more', async () => {
    const { made, state, release } = house()
    const show = new Show(made)
    await show.open()
    await show.to(2)
    state.hold = true
    const late = show.to(1)
    show.gallery()
    await release()
    expect(await late).toBe(false)
    expect([show.mode.value, show.stand.value?.at]).toEqual(['gallery', 2])
  })

  test('what if: the phone is free until one goes back to the same moment', async () => {
    const { made, said } = house()
    const show = new Show(made)
    await show.open()
    await show.to(1)
    await show.whatIf()
    expect(show.mode.value).toBe('free')
    await show.next()
    expect(said.at(-1)).toBe('Play.free')
    await show.back()
    expect([show.mode.value, show.at]).toEqual(['show', 1])
  })

  test('a line that dropped and is back goes on where one was', async () => {
    const { made, said } = house()
    const show = new Show(made)
    await show.open()
    await show.to(2)
    await show.open()
    expect([show.mode.value, show.at]).toEqual(['show', 2])
    show.gallery()
    await show.open()
    expect(show.mode.value).toBe('gallery')
    expect(said.filter((one) => one === 'Play.book')).toHaveLength(1)
  })

  test('it stops where something is not as the file says', async () => {
    const { made, state } = house()
    state.faultAt = 2
    const show = new Show(made)
    await show.open()
    await show.start(0)
    await settled()
    expect([show.at, show.playing.value]).toEqual([2, false])
  })

  test('the pace has its ends', () => {
    const show = new Show(house().made)
    for (let n = 0; n < 9; n += 1) show.faster(1)
    expect(show.speed.value).toBe(4)
    for (let n = 0; n < 9; n += 1) show.faster(-1)
    expect(show.speed.value).toBe(0.5)
  })

  test('a longer caption is read longer, and Chinese by its characters', () => {
    expect(readingTime('')).toBe(1100)
    expect(readingTime('x'.repeat(500))).toBe(4200)
    expect(readingTime('客人一次领走三张见面礼')).toBeGreaterThan(readingTime('A guest taps'))
  })
})
