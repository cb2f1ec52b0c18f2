/** The presenter's keys, shown on `?`. */
import { useDialog } from '../shell/lib/dialog.ts'
import { useText, type TextId } from '../shell/texts.ts'

const ROWS: [string[], TextId][] = [
  [['space'], 'ui.play.key.space'], [['→', '←'], 'ui.play.key.arrows'], [['+', '−'], 'ui.play.key.speed'], [['W'], 'ui.play.key.w'],
  [['T'], 'ui.play.key.t'], [['N'], 'ui.play.key.n'], [['G'], 'ui.play.key.g'], [['F'], 'ui.play.key.f'], [['L'], 'ui.play.key.l'], [['Esc'], 'ui.play.key.esc'],
]

export function Help({ close }: { close(): void }) {
  const say = useText()
  const ref = useDialog<HTMLDivElement>(close)
  return (
    <div class="veil" onClick={close}>
      <div class="help" role="dialog" aria-modal="true" aria-label={say('ui.play.help')} tabIndex={-1} ref={ref} onClick={(event) => event.stopPropagation()}>
        <h2>{say('ui.play.help')}</h2>
        <dl>
          {ROWS.map(([keys, id]) => (
            <div key={id}>
              <dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
              <dd>{say(id)}</dd>
            </div>
          ))}
        </dl>
        <button type="button" class="chip" data-first onClick={close}>{say('ui.play.close')}</button>
      </div>
    </div>
  )
}
