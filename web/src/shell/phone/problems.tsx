/** What keeps the mini-program in front from being compiled, and the world file from being read; what was good before stays in use below. */
import { useEffect, useState } from 'preact/hooks'
import type { AppFrame, FrameLife } from '../frames.ts'
import { Broken, Close } from '../lib/icons.tsx'
import { Store, useStore } from '../store.ts'
import { useText } from '../texts.ts'
import type { OpenApp, PhoneState } from '../wire.ts'

/** Where no frame is in sight. */
const NO_FRAME = new Store<FrameLife>('booting')

export function Problems({ phone, front, frame }: { phone: PhoneState; front?: OpenApp; frame?: AppFrame }) {
  const say = useText()
  useStore(frame?.life ?? NO_FRAME)
  const [folded, setFolded] = useState(false)
  // The frame itself shows what keeps a mini-program from running at all.
  const own = front && frame && !frame.showsProblems ? front.problems : []
  const problems = [...own, ...phone.problems]
  const words = JSON.stringify(problems)
  useEffect(() => setFolded(false), [words])
  if (problems.length === 0) return null
  const title = own.length ? say('ui.problems.title', { count: problems.length }) : say('ui.problems.world', { file: problems[0]!.file })
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
      <p class="compile-hint">{say(own.length ? 'ui.problems.hint' : 'ui.problems.world-hint')}</p>
    </section>
  )
}
