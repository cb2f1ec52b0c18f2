/** The show: which case, which beat, what moves it on. No DOM in here. */
import { Store } from '../shell/store.ts'
import type { Entry, Says } from '../shell/wire.ts'
import type { Still } from '../shell/still.ts'

/** One case as the server tells it; `beats` are the captions of what one sees happen. */
export interface Act {
  title: Says
  name: string
  says: Says
  app: boolean
  file: string
  beats: Says[]
  /** For the presenter alone: about the case, and about each beat. */
  notes?: Says | null
  beatNotes?: (Says | null)[]
}

/** Why a scene stopped, and what to do. */
export interface Stuck { says: Says; fix: Says }

export interface Book { cases: Act[]; first: number | null; language: keyof Says }

/** Where a run stands. `marks[n]` is the last row of the journal before beat n. */
export interface Stand { at: number; marks: number[]; faults: string[]; done: boolean; left?: boolean; why?: string; cause?: Stuck }

/** What one knows of a case once it has been run: its picture and its rows. */
export interface Rehearsal { picture: Still | null; entries: Entry[]; marks: number[]; ok: boolean; cause?: Stuck }

export type Mode = 'waiting' | 'gallery' | 'show' | 'free' | 'gone' | 'elsewhere'

/** What the show needs of the world outside. */
export interface House {
  ask<Result>(method: string, params?: object): Promise<Result>
  /** The next phone is made out of sight; `reveal` shows it in place of the one before. */
  reveal(): void
  /** Runs a case to its end, out of sight. */
  rehearse(number: number): Promise<Rehearsal | null>
  /** Milliseconds of the show, over early if `hurry` is called. */
  wait(ms: number): Promise<void>
  hurry(): void
}

export const SPEEDS = [0.5, 0.75, 1, 1.5, 2, 3, 4]

/** How long one reads at single speed, in milliseconds. */
const READ = { least: 1100, most: 4200, latin: 38, han: 120 }
const AFTER = 900

export function readingTime(text: string): number {
  const han = text.match(/[\u4e00-\u9fff]/g)?.length ?? 0
  return Math.min(READ.most, Math.max(READ.least, 500 + han * READ.han + (text.length - han) * READ.latin))
}

/** The case cannot be performed any further, for this reason. */
const stuck = ({ why = '', cause }: Stand, at = 0, marks: number[] = []): Stand => ({ at, marks, faults: [why], done: false, ...(cause && { cause }) })

export class Show {
  readonly book = new Store<Book | null>(null)
  readonly mode = new Store<Mode>('waiting')
  readonly number = new Store(0)
  readonly stand = new Store<Stand | null>(null)
  readonly playing = new Store(false)
  readonly speed = new Store(1)
  readonly rehearsals = new Store<ReadonlyMap<number, Rehearsal>>(new Map())
  /** The case that is run for its picture; null while none is. */
  readonly taking = new Store<number | null>(null)
  /** A phone is being made ready. */
  readonly setting = new Store(false)
  /** So many orders have been given: what an older one brings is not wanted any more. */
  #turn = 0
  #busy = false

  constructor(private readonly house: House) {}

  get act(): Act | null { return this.book.value?.cases[this.number.value] ?? null }
  get at(): number { return this.stand.value?.at ?? 0 }
  get last(): number { return this.act?.beats.length ?? 0 }

  /** The line is there: from the beginning, or where one was before it dropped. */
  async open(): Promise<void> {
    if (this.book.value) {
      if (this.mode.value === 'gallery') this.gallery()
      else await this.to(this.at)
      return
    }
    const book = await this.house.ask<Book>('Play.book')
    this.book.set(book)
    if (book.first === null) this.gallery()
    else await this.start(book.first)
  }

  /** The start page; pictures that are missing are taken one after another. */
  gallery(): void {
    this.#leave()
    this.mode.set('gallery')
    void this.#takePictures(this.#turn)
  }

  async start(number: number): Promise<void> {
    this.#leave()
    this.number.set(number)
    this.stand.set(null)
    this.mode.set('show')
    if (await this.to(0)) this.play()
  }

  /** A fresh run, replayed to before this beat. True if it is there and still wanted. */
  async to(beat: number): Promise<boolean> {
    const turn = this.#leave()
    this.mode.set('show')
    this.setting.set(true)
    if (!this.rehearsals.value.has(this.number.value)) {
      await this.#rehearse(this.number.value)
      if (turn !== this.#turn) return false
    }
    const stand = await this.house.ask<Stand>('Play.to', { case: this.number.value, beat: Math.max(0, Math.min(beat, this.last)) })
    if (turn !== this.#turn || (stand.left && !stand.why)) return false
    this.setting.set(false)
    this.stand.set(stand.left ? stuck(stand) : stand)
    this.house.reveal()
    return true
  }

  async next(): Promise<void> {
    this.playing.set(false)
    if (this.#busy) return this.house.hurry()
    await this.#step()
  }

  async back(): Promise<void> {
    if (this.mode.value === 'free') return void this.to(this.at)
    await this.to(this.at - (this.#busy ? 0 : 1))
  }

  toggle(): void {
    if (this.playing.value) this.playing.set(false)
    else if (this.stand.value?.done) void this.start(this.number.value)
    else this.play()
  }

  /** On by itself, to the end or until told. */
  play(): void {
    if (this.playing.value || this.mode.value !== 'show') return
    this.playing.set(true)
    void this.#goOn(this.#turn)
  }

  faster(by: 1 | -1): void {
    const place = SPEEDS.indexOf(this.speed.value) + by
    this.speed.set(SPEEDS[place] ?? this.speed.value)
  }

  /** From this moment on the phone belongs to who looks on. */
  async whatIf(): Promise<void> {
    if (this.mode.value !== 'show' || !this.stand.value) return
    if (this.#busy && !(await this.to(this.at))) return
    this.playing.set(false)
    const turn = this.#turn
    await this.house.ask('Play.free')
    if (turn === this.#turn) this.mode.set('free')
  }

  lost(elsewhere: boolean): void {
    this.#leave()
    this.mode.set(elsewhere ? 'elsewhere' : 'gone')
  }

  #leave(): number {
    this.playing.set(false)
    this.taking.set(null)
    this.#busy = false
    this.house.hurry()
    return (this.#turn += 1)
  }

  /** One beat on; none while a phone is made ready, for there is nobody yet to take it. */
  async #step(): Promise<void> {
    if (this.setting.value) return
    const turn = this.#turn
    const before = this.stand.value
    if (!before || before.done || before.faults.length || this.mode.value !== 'show') return
    this.#busy = true
    const stand = await this.house.ask<Stand>('Play.next')
    if (turn !== this.#turn) return
    this.#busy = false
    // The run has gone without a reason of its own, as with a line that dropped: a fresh one takes its place.
    if (stand.left && !stand.why) await this.to(before.at)
    else this.stand.set(stand.left ? stuck(stand, before.at, before.marks) : stand)
  }

  async #goOn(turn: number): Promise<void> {
    const wanted = () => turn === this.#turn && this.playing.value
    while (wanted() && !this.#busy && !this.stand.value?.done && !this.stand.value?.faults.length) {
      const says = this.act?.beats[this.at]?.[this.book.value!.language] ?? ''
      await this.house.wait(readingTime(says))
      if (!wanted()) return
      await this.#step()
      if (wanted()) await this.house.wait(AFTER)
    }
    if (wanted() && !this.#busy) this.playing.set(false)
  }

  async #takePictures(turn: number): Promise<void> {
    for (const number of this.book.value?.cases.keys() ?? []) {
      if (turn !== this.#turn) return
      if (this.rehearsals.value.has(number)) continue
      this.taking.set(number)
      await this.#rehearse(number)
    }
    if (turn === this.#turn) this.taking.set(null)
  }

  async #rehearse(number: number): Promise<void> {
    const found = await this.house.rehearse(number)
    if (found) this.rehearsals.set(new Map(this.rehearsals.value).set(number, found))
  }
}
