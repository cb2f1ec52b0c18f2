/** What is being told: the case, and what happens now. */
import { useStore } from '../shell/store.ts'
import { useText } from '../shell/texts.ts'
import type { Entry } from '../shell/wire.ts'
import type { Show } from './show.ts'

export function Words({ show, entries }: { show: Show; entries: () => readonly Entry[] }) {
  const say = useText()
  const stand = useStore(show.stand)
  const mode = useStore(show.mode)
  useStore(show.number)
  const { act } = show
  if (!act) return null
  const why = stand?.done ? entries().findLast((row) => row.cause && row.seq > (stand.marks[0] ?? 0))?.cause : null
  const failed = (stand?.faults.length ?? 0) > 0
  return (
    <main class="words">
      <p class="words-title"><span>{say.of(act.title)}</span><span class="mark">{say('ui.play.mark')}</span></p>
      <h1>{say.of(act.says)}</h1>
      {mode === 'free' ? <Free show={show} /> : (
        <div class="caption" aria-live="polite" data-testid="caption">
          {failed ? <p class="caption-failed">{stand?.cause ? say.of(stand.cause.says) : say('ui.play.differs')}</p>
            : stand?.done ? <p class="caption-done"><Done />{say('ui.play.done')}</p>
              : <p key={show.at}>{say.of(act.beats[show.at])}</p>}
        </div>
      )}
      {mode === 'show' && why && <p class="why">{say.of(why.says)}</p>}
      {mode === 'show' && stand?.cause && <p class="why" data-testid="fix">{say.of(stand.cause.fix)}</p>}
      {mode === 'show' && (stand?.done || failed) && <After show={show} />}
    </main>
  )
}

function Free({ show }: { show: Show }) {
  const say = useText()
  return (
    <div class="caption free-note" data-testid="caption">
      <p>{say('ui.play.what-if-says')}</p>
      <button type="button" class="chip primary" onClick={() => void show.back()}>{say('ui.play.to-story')}</button>
    </div>
  )
}

/** What one may do at the end. */
function After({ show }: { show: Show }) {
  const say = useText()
  const number = useStore(show.number)
  const more = number + 1 < (show.book.value?.cases.length ?? 0)
  return (
    <div class="after">
      {more && <button type="button" class="chip primary" data-testid="next-case" onClick={() => void show.start(number + 1)}>{say('ui.play.next-case')}</button>}
      <button type="button" class="chip" onClick={() => void show.start(number)}>{say('ui.play.again')}</button>
      <button type="button" class="chip" onClick={() => show.gallery()}>{say('ui.play.gallery')}</button>
    </div>
  )
}

const Done = () => (
  <svg class="icon" width="28" height="28" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true">
    <path d="m5 12.5 4.5 4.5L19 7.5" />
  </svg>
)
