/** The way in for colleagues on the network, where the emulator was started with `--lan`. */
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { CopyButton } from '../journal/copy-button.tsx'
import { pictureOf } from '../lib/barcode.ts'
import { useText } from '../texts.ts'
import { Section } from './fields.tsx'

interface Lan { url: string; code: string; pair: string; view: string }

export function Share() {
  const session = useSession()
  const say = useText()
  const [lan, setLan] = useState<Lan | null>(null)
  useEffect(() => {
    session.admin.get<{ lan: Lan | null }>('share').then((answer) => setLan(answer.lan), (error: Error) => session.complain(error))
  }, [session])
  if (!lan) return null
  return (
    <Section title={say('ui.share.title')}>
      <div class="share" data-testid="share">
        <img src={pictureOf('qr', lan.pair)} alt={say('ui.share.qr')} />
        <div>
          <p class="share-code">{say('ui.share.code', { code: lan.code })}</p>
          <p class="share-url">{lan.url}</p>
          <CopyButton text={() => lan.view} label={say('ui.share.view')} />
        </div>
      </div>
    </Section>
  )
}
