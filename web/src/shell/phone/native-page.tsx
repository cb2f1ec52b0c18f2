/** A page of WeChat's own over the mini-programs: title, way back, body. */
import type { ComponentChildren } from 'preact'
import { useSession } from '../context.ts'
import { Back } from '../lib/icons.tsx'
import { useText } from '../texts.ts'

interface Props {
  title: string
  /** The page's colour, dark enough for white; the theme's own if left out. */
  ground?: string | undefined
  children: ComponentChildren
}

export function NativePage({ title, ground, children }: Props) {
  const session = useSession()
  const say = useText()
  return (
    <div class={`native-page ${ground ? 'coloured' : ''}`} style={ground ? { '--card-ground': ground } : {}}>
      <header class="native-bar">
        <button type="button" class="bar-button" data-testid="screen-back" aria-label={say('ui.back')}
          onClick={() => void session.act('Phone.back')}>
          <Back />
        </button>
        <h1>{title}</h1>
      </header>
      <div class="native-body" tabIndex={-1}>{children}</div>
    </div>
  )
}
