/** Pictures, films and files: from this computer, or a sample of the phone's own. */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { useText } from '../texts.ts'
import type { ChosenFile, Sheet } from '../wire.ts'
import { Half } from './half.tsx'
import type { SheetProps } from './sheet-props.ts'

export function AskFiles({ sheet, leaving, ended }: SheetProps<Extract<Sheet, { kind: 'files' }>>) {
  const session = useSession()
  const say = useText()
  const { title, count, accept } = sheet.content
  const [files, setFiles] = useState<ChosenFile[]>([])
  const pick = async (list: FileList | null) => setFiles(await Promise.all([...(list ?? [])].slice(0, count).map(read)))
  return (
    <Half kind="files" title={say.of(title)} cancelText={say('ui.cancel')} confirmText={files.length ? say('ui.confirm') : say('ui.ask.sample')}
      onCancel={() => void session.answer(sheet, { action: 'cancel' })}
      onConfirm={() => void session.answer(sheet, { action: 'confirm', ...(files.length && { files }) })} {...{ leaving, ended }}>
      <p class="half-title">{say.of(title)}</p>
      <label class="half-pick">
        <span>{say('ui.ask.pick')}</span><small>{say('ui.ask.most', { count })}</small>
        <input type="file" accept={accept} multiple={count > 1} data-testid="files-pick" onChange={(event) => void pick(event.currentTarget.files)} />
      </label>
    </Half>
  )
}

async function read(file: File): Promise<ChosenFile> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)))
  const carried = { name: file.name, type: file.type || 'application/octet-stream', base64: btoa(parts.join('')) }
  if (!file.type.startsWith('image/')) return carried
  const size = await createImageBitmap(file).catch(() => null)
  return size ? { ...carried, width: size.width, height: size.height } : carried
}
