/** What stands beside the phone: controls and journal; on a small window a drawer. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { NetworkInspector } from '../inspector/network.tsx'
import { PageInspector } from '../inspector/page-view.tsx'
import { StorageInspector } from '../inspector/storage.tsx'
import { Journal } from '../journal/journal.tsx'
import { wantedRow } from '../journal/permalink.ts'
import { Close, Expand, Panel as PanelIcon } from '../lib/icons.tsx'
import { useStore } from '../store.ts'
import { useText, type Language, type TextId } from '../texts.ts'
import { Controls } from './controls.tsx'
import { Segments } from './fields.tsx'
import { type Choice, panelOf, Tabs } from './tabs.tsx'

interface Props {
  language: Language
  setLanguage(language: Language): void
  presenting: boolean
  setPresenting(on: boolean): void
  narrow: boolean
}

const VIEWS = ['journal', 'page', 'storage', 'network'] as const
const ALL = ['controls', ...VIEWS] as const

type View = (typeof VIEWS)[number]
type Tab = (typeof ALL)[number]

export function Instrument({ language, setLanguage, presenting, setPresenting, narrow }: Props) {
  const say = useText()
  const linked = wantedRow() !== null
  const [tab, setTab] = useState<Tab>(linked ? 'journal' : 'controls')
  const view: View = tab === 'controls' ? 'journal' : tab
  const [drawn, setDrawn] = useState(linked)
  const oneColumn = useOneColumn()
  const named = (names: readonly Tab[]): Choice<Tab>[] => names.map((name) => ({ name, text: say(`ui.tab.${name}` as TextId) }))
  const hidden = narrow ? !drawn : presenting
  const show = () => (narrow ? setDrawn(true) : setPresenting(false))
  const hide = () => (narrow ? setDrawn(false) : setPresenting(true))
  return (
    <>
      {hidden && (
        <button type="button" class="handle" aria-label={say('ui.panel.show')} data-testid="panel-show" onClick={show}>
          <PanelIcon size={18} />
        </button>
      )}
      <aside class={`instrument ${hidden ? 'hidden' : ''}`} inert={hidden} data-region="instrument" tabIndex={-1}
        aria-label={say('ui.panel.title')} onKeyDown={(event) => narrow && event.key === 'Escape' && hide()}>
        <header class="instrument-head">
          <h1 class="wordmark">wxemu</h1>
          <LinkPill />
          <span class="spring" />
          <Segments label={say('ui.panel.language')} value={language} onChange={setLanguage} small
            choices={[{ value: 'zh', name: '中文' }, { value: 'en', name: 'EN' }]} />
          <button type="button" class="icon-button" aria-label={say('ui.panel.hide')} title={say('ui.panel.hide')}
            data-testid="panel-hide" onClick={hide}>
            {narrow ? <Close size={20} /> : <Expand size={18} />}
          </button>
        </header>
        {oneColumn && <Tabs<Tab> class="tabs" label={say('ui.panel.title')} tabs={named(ALL)} value={tab} onChange={setTab} />}
        <Problem />
        <div class="instrument-body">
          <div class="controls" {...(oneColumn ? panelOf('controls') : {})} hidden={oneColumn && tab !== 'controls'}><Controls /></div>
          <div class="views" hidden={oneColumn && tab === 'controls'}>
            {!oneColumn && <Tabs<Tab> class="view-tabs" label={say('ui.panel.views')} tabs={named(VIEWS)} value={view} onChange={setTab} />}
            <div class="view-panel" {...panelOf(view)}><View name={view} /></div>
          </div>
        </div>
      </aside>
    </>
  )
}

function View({ name }: { name: View }) {
  if (name === 'journal') return <Journal />
  const Inspector = INSPECTORS[name]
  return <div class="view"><Inspector /></div>
}

const INSPECTORS = { page: PageInspector, storage: StorageInspector, network: NetworkInspector }

/** Whether the window is too narrow for controls and journal side by side; css/instrument.css has the same width. */
function useOneColumn(): boolean {
  const query = useMemo(() => matchMedia('(max-width: 1180px)'), [])
  const [holds, setHolds] = useState(query.matches)
  useEffect(() => {
    const look = () => setHolds(query.matches)
    query.addEventListener('change', look)
    return () => query.removeEventListener('change', look)
  }, [query])
  return holds
}

function LinkPill() {
  const { link } = useSession()
  const state = useStore(link.state)
  const say = useText()
  return (
    <span class={`link-pill ${state}`} role="status" data-testid="link-state" data-state={state}>
      <span class="link-dot" />{say(`ui.link.short.${state}` as TextId)}
    </span>
  )
}

/** What the server said to the last thing that could not be done. */
function Problem() {
  const { problem } = useSession()
  const says = useStore(problem)
  const say = useText()
  if (!says) return null
  return (
    <div class="complaint" role="alert">
      <span>{say.of(says)}</span>
      <button type="button" class="icon-button" aria-label={say('ui.close')} onClick={() => problem.set(null)}><Close size={16} /></button>
    </div>
  )
}
