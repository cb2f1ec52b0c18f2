/** Enters a mini-program at any page, as the compile modes of WeChat's developer tools do. */
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { NO_ENTRY, openParams, type Entry } from '../launch.ts'
import { useStore } from '../store.ts'
import { both, useText, type TextId } from '../texts.ts'
import type { PhoneState } from '../wire.ts'
import { Fold } from './fields.tsx'

/** https://developers.weixin.qq.com/miniprogram/dev/reference/scene-list.html */
const SCENES = [1001, 1007, 1008, 1011, 1012, 1013, 1020, 1035, 1036, 1037, 1038, 1043, 1047, 1052, 1089, 1095] as const

const KEPT = 'wxemu.entry.'

export function LaunchControls({ phone }: { phone: PhoneState }) {
  const session = useSession()
  const say = useText()
  const front = phone.apps.find((app) => app.shown && !app.privileged)
  const [chosen, setChosen] = useState('')
  const appId = chosen || front?.appId || phone.recent[0]?.appId || ''
  const { entry, change } = useEntry(appId)
  const pages = usePages(appId)
  const start = (event: Event) => {
    event.preventDefault()
    try {
      void session.act('Phone.openApp', openParams(appId, entry))
    } catch (error) {
      const { zh, en } = both('ui.launch.bad-extra')
      session.refuse({ zh: `${zh} ${String(error)}`, en: `${en} ${String(error)}` })
    }
  }
  const field = (key: keyof Entry, id: TextId, list?: string, mode?: 'numeric') => (
    <label class="field">
      <span>{say(id)}</span>
      <input value={entry[key]} list={list} inputMode={mode} spellcheck={false} autocomplete="off" data-testid={`launch-${key}`}
        placeholder={key === 'page' ? pages[0] : key === 'scene' ? (entry.referrer ? '1037' : '1001') : ''}
        pattern={key === 'scene' ? '[0-9]{4}' : undefined}
        onInput={(event) => change({ [key]: event.currentTarget.value })} />
    </label>
  )
  return (
    <Fold name="launch" title={say('ui.launch.title')}>
      <form class="launch" onSubmit={start}>
        {phone.recent.length > 1 && (
          <label class="field">
            <span>{say('ui.launch.app')}</span>
            <select value={appId} onChange={(event) => setChosen(event.currentTarget.value)}>
              {phone.recent.map((app) => <option key={app.appId} value={app.appId}>{app.name}</option>)}
            </select>
          </label>
        )}
        {field('page', 'ui.launch.page', 'launch-pages')}
        {field('query', 'ui.launch.query')}
        {field('scene', 'ui.launch.scene', 'launch-scenes', 'numeric')}
        {field('referrer', 'ui.launch.referrer', 'launch-apps')}
        {entry.referrer && field('extra', 'ui.launch.extra')}
        <button type="submit" class="do" disabled={!appId} data-testid="launch-start">{say('ui.launch.start')}</button>
        <datalist id="launch-pages">{pages.map((page) => <option key={page} value={page} />)}</datalist>
        <datalist id="launch-scenes">
          {SCENES.map((scene) => <option key={scene} value={String(scene)}>{say(`ui.scene.${scene}` as TextId)}</option>)}
        </datalist>
        <datalist id="launch-apps">
          {phone.recent.filter((app) => app.appId !== appId).map((app) => <option key={app.appId} value={app.appId}>{app.name}</option>)}
        </datalist>
      </form>
    </Fold>
  )
}

/** What was typed for this mini-program last, kept in the browser. */
function useEntry(appId: string) {
  const [entry, setEntry] = useState(NO_ENTRY)
  useEffect(() => setEntry({ ...NO_ENTRY, ...(JSON.parse(localStorage.getItem(KEPT + appId) ?? '{}') as Partial<Entry>) }), [appId])
  const change = (part: Partial<Entry>) => setEntry((before) => {
    const after = { ...before, ...part }
    localStorage.setItem(KEPT + appId, JSON.stringify(after))
    return after
  })
  return { entry, change }
}

/** The pages of the app, once it has been loaded here. */
function usePages(appId: string): string[] {
  const frames = useStore(useSession().frames)
  const frame = [...frames.values()].find((one) => one.appId === appId)
  const [pages, setPages] = useState<string[]>([])
  useEffect(() => {
    if (!frame) return
    setPages(frame.pages)
    return frame.life.watch(() => setPages(frame.pages))
  }, [frame])
  return pages
}
