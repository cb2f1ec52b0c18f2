/** What keeps the mini-program in front from being compiled; the last good version stays in use below. */
import { useEffect, useState } from 'preact/hooks'
import type { AppFrame } from '../frames.ts'
import { Broken, Close } from '../lib/icons.tsx'
import { useStore } from '../store.ts'
import { useText } from '../texts.ts'
import type { Problem } from '../wire.ts'

export function Problems({ problems, frame }: { problems: Problem[]; frame: AppFrame }) {
  const say = useText()
  useStore(frame.life)
  const [folded, setFolded] = useState(false)
  const words = JSON.stringify(problems)
  useEffect(() => setFolded(false), [words])
  if (problems.length === 0 || frame.showsProblems) return null
  const title = say('ui.problems.title', { count: problems.length })
  if (folded) {
    return (
      <button type="button" class="compile-mark" aria-label={title} data-testid="problems-mark" onClick={() => setFolded(false)}>
        <Broken size={18} />{problems.length}
      </button>
    )
  }
  return (
    <section class="compile-problems" role="alert" aria-label={title} data-testid="problems">
      <header>
        <h2><Broken size={18} />{title}</h2>
        <button type="button" class="compile-fold" aria-label={say('ui.problems.fold')} title={say('ui.problems.fold')} onClick={() => setFolded(true)}>
          <Close size={18} />
        </button>
      </header>
      <ol>
        {problems.map(({ file, line, column, message }) => (
          <li key={`${file}:${line}:${column}:${message}`}>
            <code>{line ? `${file}:${line}:${column}` : file}</code>
            <p>{message}</p>
          </li>
        ))}
      </ol>
      <p class="compile-hint">{say('ui.problems.hint')}</p>
    </section>
  )
}
