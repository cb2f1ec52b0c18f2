/** A sealed session plays itself: the phone, what happened on three lanes, and a handle to drag. Needs no server. */
import './player.css'
import type { Entry, Lane, Says } from '../shell/wire.ts'
import { inLanguage, moments, paced, sentenceAt, unpacked, type Sealed } from './session.ts'
import { chosen, contactSheet } from './sheet.ts'

const WORDS: Record<string, Says> = {
  play: { zh: '播放', en: 'Play' }, pause: { zh: '暂停', en: 'Pause' }, back: { zh: '上一步', en: 'Back' }, next: { zh: '下一步', en: 'Next' },
  speed: { zh: '速度', en: 'Speed' }, full: { zh: '全屏', en: 'Full screen' }, time: { zh: '时间', en: 'Time' }, more: { zh: '细节', en: 'Details' },
  phone: { zh: '模拟的手机', en: 'A simulated phone' }, strip: { zh: '胶片', en: 'Film strip' },
  scenario: { zh: '场景文件', en: 'Scenario' },
  again: { zh: '再跑一遍：wxemu test 这个文件.html（场景、世界、小程序都在里面，密钥是替身）', en: 'Run it again: wxemu test THIS.html (scenario, world and app are inside, secrets are stand-ins)' },
  dropped: { zh: '太长了：中间有 {count} 张画面没有留下，时间线是完整的。', en: 'It was long: {count} pictures of its middle were left out; the time line is whole.' },
  here: { zh: '第 {row} 行的链接', en: 'Link to row {row}' },
  app: { zh: '小程序', en: 'App' }, wechat: { zh: '微信', en: 'WeChat' }, merchant: { zh: '商户', en: 'Merchant' },
}
const LANES: Lane[] = ['app', 'wechat', 'merchant']
const SPEEDS = [0.5, 1, 2, 4]
/** So many pictures stand in the film strip at most. */
const STRIP = 8

const session = JSON.parse(document.getElementById('session')!.textContent) as Sealed
const all = moments(session)
const times = paced(all)
const whole = Math.max(1, times.at(-1) ?? 1)
const find = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind
const [stage, range, caption, detail] = [find('stage'), find<HTMLInputElement>('time'), find('caption'), find('detail')]

let language: keyof Says = navigator.language.startsWith('zh') ? 'zh' : 'en'
let now = 0
let shown = -1
let playing = false
let speed = 1
let last = 0

const word = (key: string): string => WORDS[key]![language]
const title = (): string => inLanguage(session.title, language)
const placeOf = (time: number): number => Math.max(0, times.findLastIndex((one) => one <= time))

// -- the picture ------------------------------------------------------------------------------------------------------

function picture(frame: number): HTMLIFrameElement {
  const { width, height, html } = session.frames[frame]!
  const made = document.createElement('iframe')
  made.setAttribute('sandbox', 'allow-same-origin')
  made.tabIndex = -1
  made.title = word('phone')
  made.width = String(width)
  made.height = String(height)
  made.srcdoc = unpacked(html, session.texts)
  made.addEventListener('load', () => scrolled(made))
  return made
}

function scrolled(frame: HTMLIFrameElement): void {
  const inside = frame.contentDocument
  for (const element of inside?.querySelectorAll('[data-scroll]') ?? []) {
    const [left, top] = element.getAttribute('data-scroll')!.split(',').map(Number)
    element.scrollTo({ left: left ?? 0, top: top ?? 0, behavior: 'instant' })
  }
  for (const inner of inside?.querySelectorAll('iframe') ?? []) scrolled(inner)
}

/** Resolves when the picture is in sight. */
let seen: Promise<void> = Promise.resolve()

function showPicture(frame: number): void {
  if (frame === shown || !session.frames[frame]) return
  shown = frame
  const next = picture(frame)
  next.className = 'coming'
  seen = new Promise((resolve) => {
    next.addEventListener('load', () => {
      resolve()
      // Another is wanted by now, and takes this one away when it comes: a frame can load in the midst of being removed.
      if (shown !== frame) return
      for (const other of stage.querySelectorAll('iframe')) if (other !== next) other.remove()
      next.className = ''
    })
  })
  stage.append(next)
}

// -- the moment ---------------------------------------------------------------------------------------------------------

function at(time: number): void {
  now = Math.min(whole, Math.max(0, time))
  const place = placeOf(now)
  const moment = all[place]
  range.value = String(now)
  if (!moment) return
  showPicture(moment.frame)
  tell(sentenceAt(all, place))
  range.setAttribute('aria-valuetext', caption.textContent)
  for (const node of document.querySelectorAll<HTMLElement>('.node')) node.classList.toggle('past', Number(node.dataset.place) <= place)
}

/** The address of what is told, for whoever is to look at just this. */
function linkTo(entry: Entry | null): void {
  const link = find<HTMLAnchorElement>('here')
  link.hidden = !entry
  if (!entry) return
  const kept = /lang=\w+/.exec(location.hash)
  link.href = `#${kept ? `${kept[0]}&` : ''}row=${entry.seq}`
  link.textContent = word('here').replace('{row}', String(entry.seq))
}

/** To the row that the address names, its details unfolded; false where it names none that is here. */
function toRow(): boolean {
  const row = Number(/[#&]row=(\d+)/.exec(location.hash)?.[1])
  const place = all.findIndex(({ entry }) => entry?.seq === row)
  if (place < 0) return false
  playing = false
  at(times[place]!)
  tell(all[place]!.entry)
  find('more').setAttribute('aria-expanded', 'true')
  return true
}

function tell(entry: Entry | null): void {
  linkTo(entry)
  caption.textContent = entry ? entry.says[language] : title()
  caption.className = entry && !entry.ok ? 'problem' : ''
  const why = entry?.cause ? `${entry.cause.says[language]}\n${entry.cause.fix[language]}\n\n` : ''
  detail.textContent = entry ? `${why}${JSON.stringify(entry.detail, null, 2)}` : ''
}

function step(by: 1 | -1): void {
  playing = false
  const frames = all.map((one, place) => ({ ...one, place })).filter(({ entry, frame, place }) => entry || all[place - 1]?.frame !== frame)
  const here = placeOf(now)
  const next = by > 0 ? frames.find(({ place }) => times[place]! > now) : frames.findLast(({ place }) => place < here && times[place]! < now)
  at(next ? times[next.place]! : by > 0 ? whole : 0)
  label()
}

function run(): void {
  playing = !playing
  if (playing && now >= whole) at(0)
  last = performance.now()
  label()
  requestAnimationFrame(tick)
}

function tick(time: number): void {
  if (!playing) return
  at(now + (time - last) * speed)
  last = time
  if (now >= whole) {
    playing = false
    label()
  } else requestAnimationFrame(tick)
}

// -- what stands around ---------------------------------------------------------------------------------------------------

function label(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = find('title').textContent = title()
  for (const key of ['back', 'next', 'full', 'more']) find(key).textContent = word(key)
  find('play').textContent = word(playing ? 'pause' : 'play')
  find('speed').textContent = `${speed}×`
  find('speed').setAttribute('aria-label', `${word('speed')} ${speed}×`)
  find('language').textContent = language === 'zh' ? 'EN' : '中文'
  range.setAttribute('aria-label', word('time'))
  find('strip').setAttribute('aria-label', word('strip'))
  find('dropped').textContent = word('dropped').replace('{count}', String(session.dropped ?? 0))
  find('parcel').querySelector('summary')!.textContent = word('scenario')
  find('parcel').querySelector('p')!.textContent = word('again')
  for (const lane of LANES) find(`lane-${lane}`).dataset.name = word(lane)
}

function lanes(): void {
  range.max = String(whole)
  all.forEach(({ entry }, place) => {
    if (!entry) return
    const node = document.createElement('i')
    node.className = `node ${entry.ok ? '' : 'problem'}`
    node.dataset.place = String(place)
    node.style.left = `${(times[place]! / whole) * 100}%`
    find(`lane-${entry.lane}`).append(node)
  })
}

function strip(): void {
  for (const [n, frame] of chosen(session.frames.length, STRIP).entries()) {
    const button = document.createElement('button')
    button.setAttribute('aria-label', String(n + 1))
    button.append(picture(frame))
    button.addEventListener('click', () => at(times[all.findIndex((one) => one.frame === frame && !one.entry)] ?? 0))
    find('strip').append(button)
  }
}

const KEYS: Record<string, () => void> = {
  ' ': run, ArrowRight: () => step(1), ArrowLeft: () => step(-1), PageDown: () => step(1), PageUp: () => step(-1),
  f: () => void document.documentElement.requestFullscreen?.().catch(() => {}), Escape: () => find('more').setAttribute('aria-expanded', 'false'),
}

addEventListener('keydown', (event) => {
  const act = KEYS[event.key.length > 1 ? event.key : event.key.toLowerCase()]
  const inField = (event.target as HTMLElement).closest?.('summary, pre, button') && event.key === ' '
  if (!act || inField || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  act()
})
find('play').addEventListener('click', run)
find('back').addEventListener('click', () => step(-1))
find('next').addEventListener('click', () => step(1))
find('full').addEventListener('click', () => KEYS.f!())
find('speed').addEventListener('click', () => {
  speed = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length]!
  label()
})
find('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh'
  label()
  at(now)
})
find('more').addEventListener('click', ({ currentTarget }) => {
  const button = currentTarget as HTMLElement
  button.setAttribute('aria-expanded', String(button.getAttribute('aria-expanded') !== 'true'))
})
range.addEventListener('input', () => {
  playing = false
  at(Number(range.value))
  label()
})

/** The scenario, and what did not hold in it. */
function inside(): void {
  find('dropped').hidden = !session.dropped
  const { parcel } = session
  find('parcel').hidden = !parcel
  find('faults').hidden = !parcel?.faults.length
  if (!parcel) return
  find('parcel').querySelector('pre')!.textContent = parcel.scenario
  find('faults').textContent = parcel.faults.join('\n')
}

/** For whoever takes a film of this page: when what is in sight changes, and a way to look at such a moment. */
const camera = {
  times: [...new Set(times)].filter((time, place, every) => time - (every[place - 1] ?? -Infinity) > 40 || place === every.length - 1),
  async show(time: number): Promise<void> {
    at(time)
    await seen
    await Promise.all([...stage.querySelectorAll('iframe')].map((frame) => frame.contentDocument?.fonts.ready))
  },
}
Object.assign(window, { wxemuCamera: camera })

if (location.hash.includes('lang=')) language = location.hash.includes('lang=zh') ? 'zh' : 'en'
if (location.hash.startsWith('#sheet')) {
  document.body.className = 'sheet'
  document.body.prepend(contactSheet(session, all, times, picture, language))
}
addEventListener('hashchange', () => { if (!toRow()) location.reload() })

inside()
lanes()
label()
if (!toRow()) at(0)
strip()
