/** What kind of phone this is. */
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { useText } from '../texts.ts'
import type { PhoneState } from '../wire.ts'
import { Line, Section, Segments, Switch } from './fields.tsx'

/** Base libraries at which something changes for cards: first cards, first Promise style, the newest we know. */
const LIBRARIES = ['1.0.1', '1.1.0', '2.3.0', '2.10.1', '2.10.2', '3.8.7']

/** What befalls a phone from one moment to the next. */
const HAPPENINGS = [{ event: 'memoryWarning', name: 'ui.device.memory' }, { event: 'userCaptureScreen', name: 'ui.device.screenshot' }] as const

export function DeviceControls({ phone }: { phone: PhoneState }) {
  const session = useSession()
  const say = useText()
  const set = (key: string) => (value: string) => void session.change('PATCH', 'phone', { [key]: value })
  /** For what a mini-program reads when it starts: the one in front starts again. */
  const setAnew = (key: string) => async (value: string) => {
    const front = phone.apps.find((app) => app.shown)
    const changed = await session.change('PATCH', 'phone', { [key]: value })
    if (changed && front) await session.act('Phone.restartApp', { instance: front.instance })
  }
  return (
    <Section title={say('ui.device.title')}>
      <Line name={say('ui.device.platform')}>
        <Segments label={say('ui.device.platform')} value={phone.platform} onChange={setAnew('platform')} choices={[
          { value: 'ios', name: 'iOS' }, { value: 'android', name: 'Android' }, { value: 'devtools', name: 'DevTools' },
        ]} />
      </Line>
      <Line name={say('ui.device.language')}>
        <Segments label={say('ui.device.language')} value={phone.language} onChange={setAnew('language')} choices={[
          { value: 'zh_CN', name: '中文' }, { value: 'en', name: 'English' },
        ]} />
      </Line>
      <Line name={say('ui.device.theme')}>
        <Segments label={say('ui.device.theme')} value={phone.theme} onChange={set('theme')} choices={[
          { value: 'light', name: say('ui.device.light') }, { value: 'dark', name: say('ui.device.dark') },
        ]} />
      </Line>
      <Line name={say('ui.device.happens')}>
        {HAPPENINGS.map(({ event, name }) => (
          <button key={event} type="button" class="quiet tight" data-testid={`happens-${event}`}
            onClick={() => void session.change('POST', 'events', { event })}>{say(name)}</button>
        ))}
      </Line>
      <Line name={say('ui.device.library')}><Library value={phone.baseLibrary} onChange={setAnew('baseLibrary')} /></Line>
      <Line name={say('ui.device.profile')}>
        <Segments label={say('ui.device.profile')} value={phone.profile} choices={[
          { value: 'documented', name: say('ui.device.documented') }, { value: 'observed', name: say('ui.device.observed') },
        ]} onChange={(profile) => void session.change('PATCH', 'world', { profile })} />
      </Line>
      {phone.recent.map((app) => (
        <Line key={app.appId} name={say('ui.device.verified', { app: app.name })}>
          <Switch label={say('ui.device.verified', { app: app.name })} on={app.verified}
            onChange={(verified) => void session.change('PATCH', `accounts/${app.appId}`, { verified })} />
        </Line>
      ))}
    </Section>
  )
}

function Library({ value, onChange }: { value: string; onChange(value: string): unknown }) {
  const say = useText()
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const choose = () => typed !== value && onChange(typed.trim())
  return (
    <>
      <input class="short" list="base-libraries" value={typed} aria-label={say('ui.device.library')} spellcheck={false}
        data-testid="base-library" onInput={(event) => setTyped(event.currentTarget.value)} onChange={choose} />
      <datalist id="base-libraries">{LIBRARIES.map((one) => <option key={one} value={one} />)}</datalist>
    </>
  )
}
