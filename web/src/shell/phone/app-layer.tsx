/** One mini-program on the screen: its frame, and what is shown while it starts, hangs or cannot start. */
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import type { AppFrame } from '../frames.ts'
import { isPerformed } from '../lib/dialog.ts'
import { Broken } from '../lib/icons.tsx'
import { Picture } from '../lib/picture.tsx'
import { useStore } from '../store.ts'
import { useText } from '../texts.ts'
import type { OpenApp } from '../wire.ts'
import type { Layer } from './layers.ts'
import { useSlots } from './slots.ts'

interface Props {
  layer: Layer
  frame: AppFrame
  /** Something of WeChat's lies over it. */
  covered: boolean
}

export function AppLayer({ layer: { app, up, front, z }, frame, covered }: Props) {
  const life = useStore(frame.life)
  const { slots, current, loaded } = useSlots(frame)
  const fresh = slots[0] === current
  const arrived = useArrived(up)
  useEffect(() => {
    if (front && !covered && life === 'running' && !isPerformed() && document.activeElement === document.body) frame.element?.focus()
  }, [front, covered, life])
  const name = ['app-layer', arrived ? 'up' : 'down', front ? 'front' : ''].join(' ')
  return (
    <div class={name} style={{ zIndex: z }} inert={!front || covered} data-app={app.appId}>
      {slots.map((slot) => (
        <iframe key={slot} class={`app-frame ${slot < current ? 'old-frame' : slot > current ? 'spare-frame' : ''}`} sandbox="allow-scripts"
          src="/_wxemu/frame" title={slot === current ? app.name : ''} tabIndex={slot === current ? 0 : -1} aria-hidden={slot !== current}
          onLoad={(event) => loaded(slot, event.currentTarget)} />
      ))}
      {life === 'booting' && fresh && <Starting app={app} />}
      {life === 'hung' && <Trouble app={app} id="ui.hung" problem="" />}
      {life === 'broken' && <Trouble app={app} id="ui.broken" problem={frame.problem} />}
    </div>
  )
}

/** False for the first picture of a layer, so that it slides in from below. */
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
  // A hung frame holds the process that all frames of apps share; loading the page anew is what ends it.
  const restart = () => (id === 'ui.hung' ? location.reload() : void session.act('Phone.restartApp', { instance }))
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
