/** What stands beside the phone: controls and journal; on a small window a drawer. */
import { useState } from 'preact/hooks'
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

interface Props {
  language: Language
  setLanguage(language: Language): void
  presenting: boolean
  setPresenting(on: boolean): void
  narrow: boolean
}

const VIEWS = ['journal', 'page', 'storage', 'network'] as const

type View = (typeof VIEWS)[number]
type Tab = 'controls' | View

export function Instrument({ language, setLanguage, presenting, setPresenting, narrow }: Props) {
  const say = useText()
  const linked = wantedRow() !== null
  const [tab, setTab] = useState<Tab>(linked ? 'journal' : 'controls')
  const view: View = tab === 'controls' ? 'journal' : tab
  const [drawn, setDrawn] = useState(linked)
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
      <aside class={`instrument ${hidden ? 'hidden' : ''}`} inert={hidden} data-tab={tab} data-region="instrument" tabIndex={-1}
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
        <Tabs class="tabs" names={['controls', ...VIEWS]} value={tab} onChange={setTab} />
        <Problem />
        <div class="instrument-body">
          <Controls />
          <div class="views">
            <Tabs class="view-tabs" names={VIEWS} value={view} onChange={setTab} />
            {view === 'journal' && <Journal />}
            {view === 'page' && <div class="view"><PageInspector /></div>}
            {view === 'storage' && <div class="view"><StorageInspector /></div>}
            {view === 'network' && <div class="view"><NetworkInspector /></div>}
          </div>
        </div>
      </aside>
    </>
  )
}

interface TabsProps<Name extends string> { class: string; names: readonly Name[]; value: Name; onChange(name: Name): void }

function Tabs<Name extends Tab>({ class: name, names, value, onChange }: TabsProps<Name>) {
  const say = useText()
  return (
    <div class={name} role="group" aria-label={say('ui.panel.title')}>
      {names.map((one) => (
        <button key={one} type="button" aria-pressed={one === value} data-testid={`tab-${one}`} onClick={() => onChange(one)}>
          {say(`ui.tab.${one}` as TextId)}
        </button>
      ))}
    </div>
  )
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
