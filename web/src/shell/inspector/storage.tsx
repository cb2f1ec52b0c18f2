/** What the mini-program in front has stored. */
import { useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Close } from '../lib/icons.tsx'
import { useText } from '../texts.ts'
import type { Params } from '../wire.ts'
import { Nothing } from './nothing.tsx'
import { useFrontFrame, useLook } from './use-look.ts'
import { Editable } from './value.tsx'

export function StorageInspector() {
  const say = useText()
  const session = useSession()
  const frame = useFrontFrame()
  const { value, again } = useLook<{ values: Record<string, unknown> }>(frame, { do: 'storage' })
  const [key, setKey] = useState('')
  if (!frame || !value) return <Nothing text={say('ui.inspect.nothing')} />
  const change = (look: Params) => void frame.look(look).then(again, (error: Error) => session.complain(error))
  const rows = Object.entries(value.values)
  const add = (event: Event) => {
    event.preventDefault()
    change({ do: 'setStorage', key, value: '' })
    setKey('')
  }
  return (
    <div class="storage" data-testid="storage">
      <header class="inspect-head">
        <h2>{say('ui.inspect.keys', { count: rows.length })}</h2>
        <button type="button" class="quiet small" disabled={rows.length === 0} onClick={() => change({ do: 'clearStorage' })}>{say('ui.inspect.clear')}</button>
      </header>
      <div class="storage-rows">
        {rows.length === 0 && <p class="inspect-none">{say('ui.inspect.no-storage')}</p>}
        {rows.map(([name, one]) => (
          <div key={name} class="storage-row" data-key={name}>
            <code>{name}</code>
            <Editable name={name} value={one} set={(to) => change({ do: 'setStorage', key: name, value: to })} />
            <button type="button" class="icon-button" aria-label={say('ui.inspect.remove', { name })} onClick={() => change({ do: 'removeStorage', key: name })}>
              <Close size={14} />
            </button>
          </div>
        ))}
      </div>
      <form class="storage-add" onSubmit={add}>
        <input value={key} placeholder={say('ui.inspect.new-key')} aria-label={say('ui.inspect.new-key')} required spellcheck={false}
          onInput={(event) => setKey(event.currentTarget.value)} />
        <button type="submit" class="quiet">{say('ui.inspect.add')}</button>
      </form>
    </div>
  )
}
