/** The mini-programs on the screen: of each its frame, and what is shown while it starts, hangs or cannot start. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import type { AppFrame } from '../frames.ts'
import { isPerformed } from '../lib/dialog.ts'
import { Broken } from '../lib/icons.tsx'
import { Picture } from '../lib/picture.tsx'
import { useStore } from '../store.ts'
import { useText } from '../texts.ts'
import type { OpenApp } from '../wire.ts'
import { layersOf, type Layer } from './layers.ts'
import { BOOTING, useSlots } from './slots.ts'

/** The layers of these mini-programs; before there is one, a layer that waits for the first, so that its frame has loaded by then. */
export function AppLayers({ apps, covered }: { apps: OpenApp[]; covered: boolean }) {
  const living = useStore(useSession().frames)
  const before = useRef<Layer[]>([])
  const layers = (before.current = layersOf(apps, before.current))
  const first = useRef<string | null>(null)
  first.current ??= layers[0]?.key ?? null
  const shown = layers.flatMap((layer) => {
    const frame = living.get(layer.app.instance)
    return frame ? [{ key: layer.key === first.current ? FIRST : layer.key, layer, frame }] : []
  })
  const all: (Omit<Props, 'covered'> & { key: string })[] = first.current === null ? [{ key: FIRST }] : shown
  return <>{all.map(({ key, ...one }) => <AppLayer key={key} {...one} covered={covered} />)}</>
}

const FIRST = 'first'

interface Props {
  /** Without one, nothing is there yet but its frame. */
  layer?: Layer
  frame?: AppFrame
  /** Something of WeChat's lies over it. */
  covered: boolean
}

function AppLayer({ layer, frame, covered }: Props) {
  const life = useStore(frame?.life ?? BOOTING)
  const { slots, current, loaded } = useSlots(frame)
  const front = layer?.front ?? false
  const arrived = useArrived(layer?.up ?? false)
  useEffect(() => {
    if (front && !covered && life === 'running' && !isPerformed() && document.activeElement === document.body) frame?.element?.focus()
  }, [front, covered, life])
  const name = ['app-layer', arrived ? 'up' : 'down', front ? 'front' : ''].join(' ')
  const app = layer?.app
  return (
    <div class={name} style={{ zIndex: layer?.z ?? 0 }} inert={!front || covered} data-app={app?.appId}>
      {slots.map((slot) => (
        <iframe key={slot} class={`app-frame ${slot < current ? 'old-frame' : slot > current ? 'spare-frame' : ''}`} sandbox="allow-scripts"
          src="/_wxemu/frame" title={slot === current ? app?.name : ''} tabIndex={slot === current && app ? 0 : -1}
          aria-hidden={slot !== current || !app} onLoad={(event) => loaded(slot, event.currentTarget)} />
      ))}
      {app && life === 'booting' && slots[0] === current && <Starting app={app} />}
      {app && life === 'hung' && <Trouble app={app} id="ui.hung" problem="" />}
      {app && life === 'broken' && <Trouble app={app} id="ui.broken" problem={frame?.problem ?? ''} />}
    </div>
  )
}

/** False for the first picture of an app, so that it slides in from below. */
function useArrived(up: boolean): boolean {
  const [drawn, setDrawn] = useState(false)
  useEffect(() => {
    const id = requestAnimationFrame(() => requestAnimationFrame(() => setDrawn(true)))
    return () => cancelAnimationFrame(id)
  }, [])
  return up && drawn
}

function Starting({ app }: { app: OpenApp }) {
  const say = useText()
  return (
    <div class="over-app start-screen" role="status" aria-label={say('ui.starting', { app: app.name })}>
      <span class="start-icon">
        <Picture url={app.icon} name={app.name} class="round" />
        <span class="start-orbit" />
      </span>
      <span class="start-name">{app.name}</span>
    </div>
  )
}

function Trouble({ app, id, problem }: { app: OpenApp; id: 'ui.hung' | 'ui.broken'; problem: string }): ComponentChildren {
  const session = useSession()
  const say = useText()
  const { instance } = app
  const restart = () => (id === 'ui.hung' ? session.renew() : void session.act('Phone.restartApp', { instance }))
  return (
    <div class="over-app trouble" role="alert">
      <span class="trouble-icon"><Broken size={56} /></span>
      <h2>{say(id)}</h2>
      {problem && <p class="trouble-words">{problem}</p>}
      <button type="button" class="button primary" onClick={restart}>
        {say('ui.restart')}
      </button>
      <button type="button" class="button" onClick={() => void session.act('Phone.closeApp', { instance })}>
        {say('ui.close')}
      </button>
    </div>
  )
}
