/** How the line to the server is: silent while all is well. */
import type { ComponentChildren } from 'preact'
import { useSession } from '../context.ts'
import { Broken, Tick } from '../lib/icons.tsx'
import { useStore } from '../store.ts'
import { useText } from '../texts.ts'

export function LinkNotice() {
  const { link } = useSession()
  const state = useStore(link.state)
  const say = useText()
  switch (state) {
    case 'open': return null
    case 'connecting': return <div class="link-strip calm" role="status"><span class="spinner small" />{say('ui.link.connecting')}</div>
    case 'lost': return <div class="link-strip" role="alert"><span class="spinner small" />{say('ui.link.lost')}</div>
    case 'replaced': return (
      <Full words={say('ui.link.replaced')} hint={say('ui.link.replaced-hint')}>
        <button type="button" class="button primary" onClick={() => link.start()}>{say('ui.link.take-back')}</button>
      </Full>
    )
    case 'over': return <Full words={say('ui.link.over')} hint={say('ui.link.over-hint')} icon={<Tick size={56} />} />
    case 'refused': return <Full words={say('ui.link.refused')} hint={say('ui.link.refused-hint')} />
  }
}

interface FullProps { words: string; hint: string; icon?: ComponentChildren; children?: ComponentChildren }

function Full({ words, hint, icon = <Broken size={56} />, children }: FullProps) {
  return (
    <div class="over-app trouble on-top" role="alert">
      <span class="trouble-icon">{icon}</span>
      <h2>{words}</h2>
      <p class="trouble-words">{hint}</p>
      {children}
    </div>
  )
}
