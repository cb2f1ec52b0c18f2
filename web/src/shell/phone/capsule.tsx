/** The capsule of a mini-program: the dots open a menu, the ring closes it. */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import type { AppFrame } from '../frames.ts'
import { Again, Home } from '../lib/icons.tsx'
import { Picture } from '../lib/picture.tsx'
import { usePresence } from '../lib/presence.ts'
import { useDialog } from '../lib/dialog.ts'
import { useText } from '../texts.ts'
import type { OpenApp } from '../wire.ts'

interface Props {
  app: OpenApp
  frame: AppFrame | undefined
  ink: 'black' | 'white'
}

export function Capsule({ app, frame, ink }: Props) {
  const session = useSession()
  const say = useText()
  const [open, setOpen] = useState(false)
  const menus = usePresence(open ? [app] : [], (one) => one.instance)
  return (
    <>
      <div class={`capsule ink-${ink}`}>
        <button type="button" aria-label={say('ui.capsule.more')} aria-haspopup="dialog" data-testid="capsule-more"
          onClick={() => setOpen(true)}>
          <span class="capsule-dots" />
        </button>
        <span class="capsule-line" />
        <button type="button" aria-label={say('ui.capsule.close')} data-testid="capsule-close"
          onClick={() => void session.act('Phone.closeApp', { instance: app.instance })}>
          <span class="capsule-ring" />
        </button>
      </div>
      {menus.map(({ key, leaving, ended }) => (
        <Menu key={key} app={app} frame={frame} leaving={leaving} ended={ended} close={() => setOpen(false)} />
      ))}
    </>
  )
}

interface MenuProps {
  app: OpenApp
  frame: AppFrame | undefined
  leaving: boolean
  ended(event: AnimationEvent): void
  close(): void
}

function Menu({ app, frame, leaving, ended, close }: MenuProps) {
  const session = useSession()
  const say = useText()
  const ref = useDialog<HTMLDivElement>(close)
  const then = (method: string, params: object) => () => {
    close()
    void session.act(method, params)
  }
  return (
    <div class={`cover ${leaving ? 'leaving' : ''}`}>
      <div class="mask" onClick={close} />
      <div class="menu rising" role="dialog" aria-modal="true" aria-label={say('ui.capsule.more')} tabIndex={-1} ref={ref}
        onAnimationEnd={ended}>
        <div class="menu-head">
          <Picture url={app.icon} name={app.name} class="round" />
          <strong>{app.name}</strong>
        </div>
        <div class="menu-items">
          <button type="button" onClick={then('Phone.restartApp', { instance: app.instance })}>
            <span class="menu-icon"><Again size={26} /></span>{say('ui.menu.restart')}
          </button>
          <button type="button" disabled={!frame?.homePath}
            onClick={then('Phone.openApp', { appId: app.appId, path: frame?.homePath })}>
            <span class="menu-icon"><Home size={26} /></span>{say('ui.menu.home')}
          </button>
        </div>
        <button type="button" class="menu-cancel" onClick={close}>{say('ui.cancel')}</button>
      </div>
    </div>
  )
}
