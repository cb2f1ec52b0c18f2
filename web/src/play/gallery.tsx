/** The start page: every case with its picture and its sentence. */
import { useStore } from '../shell/store.ts'
import { useText } from '../shell/texts.ts'
import { Picture } from './picture.tsx'
import type { Act, Show } from './show.ts'

export function Gallery({ show, turn }: { show: Show; turn(): void }) {
  const say = useText()
  const book = useStore(show.book)
  const all = book?.cases.map((act, number) => ({ act, number })) ?? []
  const files = [...new Set(all.map(({ act }) => act.file))].map((file) => [file, all.filter(({ act }) => act.file === file)] as const)
  return (
    <main class="gallery">
      <header class="gallery-head">
        <h1>{say('ui.play.choose')}</h1>
        <span class="mark">{say('ui.play.mark')}</span>
        <button type="button" class="chip" onClick={turn}>{say('ui.play.language')}</button>
        <Progress show={show} count={all.length} />
      </header>
      {files.map(([file, acts]) => (
        <section key={file} aria-labelledby={`file-${file}`}>
          <h2 id={`file-${file}`}>{say.of(acts[0]!.act.title)}</h2>
          <ul class="cards">
            {acts.map(({ act, number }) => <li key={number}><CaseCard {...{ show, act, number }} /></li>)}
          </ul>
        </section>
      ))}
    </main>
  )
}

/** Pictures are taken one after another, which may take a minute; one can choose before. */
function Progress({ show, count }: { show: Show; count: number }) {
  const say = useText()
  const taking = useStore(show.taking)
  const done = useStore(show.rehearsals).size
  if (taking === null) return null
  const words = say('ui.play.taking', { done, count })
  return (
    <p class="gallery-progress" role="status" data-testid="taking">
      <progress max={count} value={done} aria-label={words} /><span>{words}</span>
    </p>
  )
}

function CaseCard({ show, act, number }: { show: Show; act: Act; number: number }) {
  const say = useText()
  const rehearsal = useStore(show.rehearsals).get(number)
  const now = useStore(show.taking) === number
  return (
    <button type="button" class="card" onClick={() => void show.start(number)} data-testid="case" data-case={act.name}>
      <span class="card-screen">
        {rehearsal?.picture ? <Picture still={rehearsal.picture} /> : <span class={`card-blank ${now ? 'now' : ''}`} />}
      </span>
      <span class="card-says">{say.of(act.says)}</span>
      {rehearsal && !rehearsal.ok && <span class="card-note">{rehearsal.cause ? say.of(rehearsal.cause.says) : say('ui.play.differs')}</span>}
    </button>
  )
}
