/** The question that waits for the user. */
import type { JSX } from 'preact'
import { useSession } from '../context.ts'
import { usePresence } from '../lib/presence.ts'
import type { Sheet } from '../wire.ts'
import type { SheetProps } from './sheet-props.ts'
import { ActionSheet } from './action-sheet.tsx'
import { Permission } from './permission.tsx'
import { AskFiles } from './ask-files.tsx'
import { AskForm } from './ask-form.tsx'
import { AskChoice } from './ask-choice.tsx'
import { ClaimPage } from './claim.tsx'
import { Modal } from './modal.tsx'
import { OpenAppDialog } from './open-app.tsx'

export function Sheets({ sheet }: { sheet: Sheet | null }) {
  const { phone } = useSession()
  const shown = usePresence(sheet ? [sheet] : [], (one) => `${phone.value?.phone} ${one.id}`)
  return <>{shown.map(({ key, value, leaving, ended }) => <OneSheet key={key} {...{ sheet: value, leaving, ended }} />)}</>
}

function OneSheet({ sheet, ...rest }: SheetProps<Sheet>): JSX.Element {
  switch (sheet.kind) {
    case 'addCard': return <ClaimPage sheet={sheet} {...rest} />
    case 'openApp': return <OpenAppDialog sheet={sheet} {...rest} />
    case 'modal': return <Modal sheet={sheet} {...rest} />
    case 'permission': return <Permission sheet={sheet} {...rest} />
    case 'form': return <AskForm sheet={sheet} {...rest} />
    case 'choose': return <AskChoice sheet={sheet} {...rest} />
    case 'files': return <AskFiles sheet={sheet} {...rest} />
    case 'actionSheet': return <ActionSheet sheet={sheet} {...rest} />
  }
}
