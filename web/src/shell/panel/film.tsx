/** Films what is shown, for those who were not there. */
import { useSession } from '../context.ts'
import { useStore } from '../store.ts'
import { useText } from '../texts.ts'
import { dayAndTime } from '../lib/time.ts'
import { Section } from './fields.tsx'

export function FilmControls() {
  const session = useSession()
  const say = useText()
  const running = useStore(session.film.running)
  const save = async () => {
    const app = session.phone.value?.recent[0]?.name ?? 'wxemu'
    const when = dayAndTime(session.now())
    const file = await session.film.stop(`${app} · ${when}`)
    const link = document.createElement('a')
    link.href = URL.createObjectURL(file)
    link.download = `wxemu-${when.replace(/[: ]/g, '-')}.html`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }
  const press = () => {
    if (!running) session.film.start()
    else save().catch((error: Error) => session.complain(error))
  }
  return (
    <Section title={say('ui.film.title')}>
      <p class="film-hint">{say(running ? 'ui.film.running' : 'ui.film.hint')}</p>
      <button type="button" class={running ? 'do' : 'quiet'} data-testid="film" onClick={press}>
        <span class={`film-dot ${running ? 'on' : ''}`} />{say(running ? 'ui.film.save' : 'ui.film.start')}
      </button>
    </Section>
  )
}
