/** The page that performs: joins the line, the phones, the hand and the show. */
import { render } from 'preact'
import { Store } from '../shell/store.ts'
import { both } from '../shell/texts.ts'
import type { Still } from '../shell/still.ts'
import { Page } from './page.tsx'
import { handOf, type Finger } from './motions.ts'
import { Phones } from './phones.ts'
import { Show, type House, type Rehearsal, type Stand } from './show.ts'
import { Theatre, type Motions } from './theatre.ts'
import { Waits } from './waits.ts'

/** More beats than any case has. */
const ALL = 10_000

/** In a rehearsal nothing is waited for; what has risen is a picture worth keeping. */
function photographer(): { motions: Motions; picture(): Still | null } {
  let picture: Still | null = null
  return {
    picture: () => picture,
    motions: {
      drive: async () => {},
      say: async (stage, method) => {
        if (method === 'Sheet.answer') picture = await stage.still()
      },
    },
  }
}

export function perform(token: string, root: HTMLElement): void {
  const phones = new Phones()
  const finger = new Store<Finger | null>(null)
  const seq = new Store(0)
  const waits = new Waits(() => show.speed.value)
  const theatre = new Theatre(token, async (address) => {
    const stage = await phones.mount(address, both('ui.play.phone')[show.book.value?.language ?? 'en'])
    stage.watch((entries) => {
      if (stage === theatre.stage) seq.set(entries.at(-1)?.seq ?? 0)
    })
    return stage
  })
  const hand = handOf((ms) => waits.wait(ms), (next) => finger.set(next))

  const house: House = {
    ask: <Result,>(method: string, params: object = {}) =>
      theatre.ask<Result>(method, params).catch(() => ({ left: true }) as Result),
    reveal: () => {
      finger.set(null)
      phones.reveal()
      theatre.motions = hand
      seq.set(theatre.stage?.entries.at(-1)?.seq ?? 0)
    },
    async rehearse(number): Promise<Rehearsal | null> {
      const { kept } = await house.ask<{ kept?: Rehearsal | null }>('Play.kept', { case: number })
      if (kept) return kept
      const { motions, picture } = photographer()
      theatre.motions = motions
      const stand = await house.ask<Stand>('Play.to', { case: number, beat: ALL })
      const { stage } = theatre
      if (stand.left && stand.why) return { picture: null, entries: [], marks: [], ok: false, ...(stand.cause && { cause: stand.cause }) }
      if (stand.left || !stage) return null
      const risen = show.book.value?.cases[number]?.app ? null : picture()
      const rehearsal = { picture: risen ?? (await stage.still()), entries: [...stage.entries], marks: stand.marks, ok: stand.faults.length === 0 }
      void house.ask('Play.keep', { case: number, rehearsal })
      return rehearsal
    },
    wait: (ms) => waits.wait(ms),
    hurry: () => waits.hurry(),
  }
  const show = new Show(house)

  show.mode.watch((mode) => {
    phones.touchable = mode === 'free'
    if (mode !== 'show') finger.set(null)
  })
  show.stand.watch((stand) => {
    if (stand?.done) finger.set(null)
  })
  render(<Page {...{ show, finger, seq, phones }} entries={() => theatre.stage?.entries ?? []} />, root)
  theatre.connect(() => void show.open(), (elsewhere) => show.lost(elsewhere))
}
