/** Copies a text, and says so for a moment. */
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Copy, Tick } from '../lib/icons.tsx'
import { useText } from '../texts.ts'

export function CopyButton({ text, label, name = '' }: { text: () => string; label?: string; name?: string }) {
  const session = useSession()
  const say = useText()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const id = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(id)
  }, [copied])
  const copy = () => navigator.clipboard.writeText(text()).then(
    () => setCopied(true),
    (error: Error) => session.complain(error),
  )
  return (
    <button type="button" class={`quiet ${name}`} onClick={() => void copy()}>
      {copied ? <Tick size={15} /> : <Copy size={15} />}{copied ? say('ui.copied') : (label ?? say('ui.copy'))}
    </button>
  )
}
