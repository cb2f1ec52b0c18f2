/**
 * What keeps the mini-program in front from being compiled, and the world file from being read: a bar with the first of it, which
 * opens to all of it and can be put aside. What was good before stays in use below; where nothing ever was, it fills the screen.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { AppFrame, FrameLife } from '../frames.ts'
import { Broken, Close, Down, Up } from '../lib/icons.tsx'
import { Store, useStore } from '../store.ts'
import { useText } from '../texts.ts'
import type { OpenApp, PhoneState, Problem } from '../wire.ts'

/** Where no frame is in sight. */
const NO_FRAME = new Store<FrameLife>('booting')

type Size = 'bar' | 'whole' | 'aside'

const placeOf = ({ file, line, column }: Problem) => (line ? `${file}:${line}:${column}` : file)

export function Problems({ phone, front, frame }: { phone: PhoneState; front?: OpenApp; frame?: AppFrame }) {
  const say = useText()
  useStore(frame?.life ?? NO_FRAME)
  const [size, setSize] = useState<Size>('bar')
  const own = front && frame ? front.problems : []
  const problems = [...own, ...phone.problems]
  const words = JSON.stringify(problems)
  const chosen = useRef(false)
  useEffect(() => {
    chosen.current = false
    setSize('bar')
  }, [words])
  const [first] = problems
  if (!first) return null
  const title = own.length ? say('ui.problems.title', { count: problems.length }) : say('ui.problems.world', { file: first.file })
  const hint = say(own.length ? 'ui.problems.hint' : 'ui.problems.world-hint')
  if (own.length && frame?.neverRan) return <Whole title={title} problems={problems} focused={false} hint={say('ui.problems.never')} />
  const turn = (to: Size) => () => {
    chosen.current = true
    setSize(to)
  }
  const shared = { title, problems, focused: chosen.current }
  if (size === 'whole') return <Whole {...shared} hint={hint} fold={turn('bar')} />
  if (size === 'bar') return <Bar {...shared} open={turn('whole')} aside={turn('aside')} />
  return (
    <button type="button" class="compile-mark" aria-label={title} data-testid="problems-mark" onClick={turn('bar')}>
      <Broken size={18} />{problems.length}
    </button>
  )
}

interface ShownProps {
  title: string
  problems: Problem[]
  /** It is there because the user asked for it, not because a file was saved. */
  focused: boolean
}

function useFocus<Kind extends HTMLElement>(focused: boolean) {
  const element = useRef<Kind>(null)
  useLayoutEffect(() => { if (focused) element.current?.focus() }, [])
  return element
}

function Bar({ title, problems, focused, open, aside }: ShownProps & { open(): void; aside(): void }) {
  const say = useText()
  const opener = useFocus<HTMLButtonElement>(focused)
  const first = problems[0]!
  return (
    <div class="compile-bar" role="alert" data-testid="problems-bar">
      <button ref={opener} type="button" class="compile-open" aria-expanded="false" title={`${title} · ${say('ui.problems.open')}`} onClick={open}>
        <Broken size={18} />
        <span class="compile-words">
          <code><bdi>{placeOf(first)}</bdi></code>
          <span class="compile-says">{say.of(first.says)}</span>
        </span>
        {problems.length > 1 && <span class="compile-more">+{problems.length - 1}</span>}
        <span class="compile-turn"><Up size={18} /></span>
      </button>
      <button type="button" class="compile-button" aria-label={say('ui.problems.aside')} title={say('ui.problems.aside')} onClick={aside}>
        <Close size={18} />
      </button>
    </div>
  )
}

/** Without `fold` there is nothing below: it fills the screen. */
function Whole({ title, hint, problems, focused, fold }: ShownProps & { hint: string; fold?: () => void }) {
  const say = useText()
  const section = useFocus<HTMLElement>(focused)
  return (
    <section ref={section} class={`compile-problems ${fold ? '' : 'full'}`} aria-label={title} tabIndex={0} data-testid="problems"
      onKeyDown={(event) => event.key === 'Escape' && fold?.()}>
      <header>
        <h2><Broken size={18} />{title}</h2>
        {fold && (
          <button type="button" class="compile-button" aria-label={say('ui.problems.fold')} title={say('ui.problems.fold')} onClick={fold}>
            <Down size={18} />
          </button>
        )}
      </header>
      <ol>
        {problems.map((problem) => (
          <li key={JSON.stringify(problem)}>
            <code>{placeOf(problem)}</code>
            <p>{say.of(problem.says)}</p>
          </li>
        ))}
      </ol>
      <p class="compile-hint">{hint}</p>
    </section>
  )
}
