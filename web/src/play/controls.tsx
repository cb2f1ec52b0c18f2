/** The bar at the foot: back, play, next, where we are, and what else a presenter needs. */
import type { ComponentChildren } from 'preact'
import { Back, Chevron, Expand, Pause, Play } from '../shell/lib/icons.tsx'
import { useStore } from '../shell/store.ts'
import { useText } from '../shell/texts.ts'
import { openNotes } from './cues.ts'
import { fullScreen } from './keys.ts'
import { SPEEDS, type Show } from './show.ts'

interface Props {
  show: Show
  behind: boolean
  setBehind(open: boolean): void
  setHelp(open: boolean): void
  turn(): void
}

export function Controls({ show, behind, setBehind, setHelp, turn }: Props) {
  const say = useText()
  const stand = useStore(show.stand)
  const mode = useStore(show.mode)
  const playing = useStore(show.playing)
  const setting = useStore(show.setting)
  const over = Boolean(stand?.done || stand?.faults.length)
  return (
    <nav class="controls" aria-label={say('ui.play.play')}>
      <div class="controls-main">
        <button type="button" class="step" disabled={!stand || (stand.at === 0 && mode !== 'free')} onClick={() => void show.back()} data-testid="back">
          <Back size={18} /><span>{say('ui.play.back')}</span>
        </button>
        <button type="button" class="step run" disabled={!stand || mode === 'free'} onClick={() => show.toggle()} data-testid="play">
          {playing ? <Pause size={18} /> : <Play size={18} />}
          <span>{say(playing ? 'ui.play.pause' : over ? 'ui.play.again' : 'ui.play.play')}</span>
        </button>
        <button type="button" class="step next" disabled={!stand || over || setting || mode === 'free'} onClick={() => void show.next()} data-testid="next">
          <span>{say('ui.play.next')}</span><Chevron size={18} />
        </button>
      </div>
      <Dots show={show} />
      <div class="controls-more">
        <Speed show={show} />
        <button type="button" class="chip accent" disabled={!stand || mode === 'free'} onClick={() => void show.whatIf()} data-testid="what-if">
          {say('ui.play.what-if')}
        </button>
        <Small label={say('ui.play.details')} pressed={behind} act={() => setBehind(!behind)} id="behind"><LanesIcon /></Small>
        <Small label={say('ui.play.notes')} act={openNotes} id="notes"><NotesIcon /></Small>
        <Small label={say('ui.play.gallery')} act={() => show.gallery()} id="to-gallery"><GridIcon /></Small>
        <Small label={say('ui.play.full')} act={fullScreen} id="full"><Expand size={18} /></Small>
        <Small label={say('ui.play.language')} act={turn} id="language"><span class="letters">{say.language === 'zh' ? 'EN' : '中'}</span></Small>
        <Small label={say('ui.play.help')} act={() => setHelp(true)} id="help"><span class="letters">?</span></Small>
      </div>
    </nav>
  )
}

function Small({ label, pressed, act, id, children }: { label: string; pressed?: boolean; act(): void; id: string; children: ComponentChildren }) {
  return (
    <button type="button" class="small" aria-label={label} title={label} aria-pressed={pressed} onClick={act} data-testid={id}>
      {children}
    </button>
  )
}

/** A dot for each beat; each is a way there. */
function Dots({ show }: { show: Show }) {
  const say = useText()
  const stand = useStore(show.stand)
  useStore(show.number)
  const { act, last } = show
  const at = stand?.at ?? 0
  return (
    <ol class="dots" aria-label={say('ui.play.step', { step: Math.min(at + 1, last), count: last })}>
      {act?.beats.map((beat, place) => (
        <li key={place}>
          <button type="button" class={`dot ${place < at ? 'past' : place === at ? 'now' : ''}`} aria-current={place === at ? 'step' : undefined}
            aria-label={`${place + 1}. ${say.of(beat)}`} title={say.of(beat)} onClick={() => void show.to(place)} />
        </li>
      ))}
    </ol>
  )
}

function Speed({ show }: { show: Show }) {
  const say = useText()
  const speed = useStore(show.speed)
  return (
    <div class="speed" role="group" aria-label={say('ui.play.speed')}>
      <button type="button" class="small" aria-label={say('ui.play.slower')} disabled={speed === SPEEDS[0]} onClick={() => show.faster(-1)}>−</button>
      <output data-testid="speed">{speed}×</output>
      <button type="button" class="small" aria-label={say('ui.play.faster')} disabled={speed === SPEEDS.at(-1)} onClick={() => show.faster(1)}>+</button>
    </div>
  )
}

const LanesIcon = () => (
  <svg class="icon" width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" aria-hidden="true">
    <path d="M3 6h18M3 12h18M3 18h18" /><circle cx="8" cy="6" r="2.2" fill="currentColor" /><circle cx="13" cy="12" r="2.2" fill="currentColor" />
    <circle cx="17" cy="18" r="2.2" fill="currentColor" />
  </svg>
)

const NotesIcon = () => (
  <svg class="icon" width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true">
    <path d="M6 3.5h9l4 4v13H6z" /><path d="M9.5 11h6M9.5 15h6" />
  </svg>
)

const GridIcon = () => (
  <svg class="icon" width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true">
    <rect x="4" y="4" width="6.5" height="6.5" rx="1.5" /><rect x="13.5" y="4" width="6.5" height="6.5" rx="1.5" />
    <rect x="4" y="13.5" width="6.5" height="6.5" rx="1.5" /><rect x="13.5" y="13.5" width="6.5" height="6.5" rx="1.5" />
  </svg>
)
