/** A session as a file: what the screen showed, what happened, and which texts they share. No DOM in here. */
import type { Entry, Says } from '../shell/wire.ts'

/** `seq`: it was taken after the journal's row of this number, where time alone does not say. */
export interface Frame { at: number; width: number; height: number; html: string; seq?: number }

/** What `wxemu test` runs again: a scenario with its world, and the apps as they were compiled. */
export interface Parcel { scenario: string; apps: { appId: string; name: string; icon: string; bundle: string }[]; faults: string[]; hash: string }

/** `texts` are long pieces that many frames share; `frames[].html` names them by their place. */
export interface Sealed {
  format: 'wxemu-session/1'
  title: string
  made: number
  frames: Frame[]
  entries: Entry[]
  texts: string[]
  /** So many pictures had to go. */
  dropped?: number
  parcel?: Parcel
}

/** Keys whose values nobody but the two who share them may know. */
const SECRET = new RegExp(
  '(^|_)(token|ticket|secret|session|session_key|aes_key|encoding_aeskey|signature|openid|unionid|from_user_name|friend_user_name|' +
  'phone_?number|mobile|encrypt_code|idcard|password|authorization|cookie)s?$', 'i')
const SHORTEST = 6
export const HIDDEN = '•••'

/** Every secret that stands under a key of its own anywhere in `value`. */
export function secretsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string' && /^[[{]/.test(value)) {
    try {
      secretsIn(JSON.parse(value), found)
    } catch {
      // It only looked like JSON; as a text it is searched for the secrets that are known from elsewhere.
    }
  }
  if (typeof value !== 'object' || value === null) return found
  for (const [key, inner] of Object.entries(value)) {
    const plain = key.replace(/([a-z])([A-Z])/g, '$1_$2').replaceAll('-', '_')
    if (typeof inner === 'string' && SECRET.test(plain) && inner.length >= SHORTEST) found.add(inner)
    else secretsIn(inner, found)
  }
  return found
}

/** The text without the secrets, the longest first so that none is cut by another. */
export function redacted(text: string, secrets: Iterable<string>): string {
  const forms = [...secrets].flatMap((one) => [one, encodeURIComponent(one), JSON.stringify(one).slice(1, -1)])
  const longest = [...new Set(forms)].sort((a, b) => b.length - a.length)
  return longest.reduce((done, secret) => done.replaceAll(secret, HIDDEN), text)
}

const LONG = /(<style>)([\s\S]*?)(<\/style>)|(&quot;|["'(])(data:[^"'()\s]{200,}?)(?=&quot;|["')])/g
const MARK = '\u0001'

/** Takes the long pieces out of a document; `place` gives the number of each. */
export function packed(html: string, place: (piece: string) => number): string {
  return html.replace(LONG, (_, open: string, css: string, close: string, quote: string, data: string) =>
    data === undefined ? `${open}${MARK}${place(css)}${MARK}${close}` : `${quote}${MARK}${place(data)}${MARK}`)
}

const HAN = /\p{Script=Han}/u

/** Of `English. / 中文。`, in either order, the part in this language; the whole where there is one for both. */
export function inLanguage(text: string, language: keyof Says): string {
  const parts = text.split(' / ')
  const chinese = parts.map((part) => HAN.test(part))
  const cut = chinese.findIndex((one) => one !== chinese[0])
  if (cut < 0 || chinese.slice(cut).some((one) => one === chinese[0])) return text
  const first = chinese[0] === (language === 'zh')
  return (first ? parts.slice(0, cut) : parts.slice(cut)).join(' / ').trim()
}

export function unpacked(html: string, texts: readonly string[]): string {
  return html.replace(new RegExp(`${MARK}(\\d+)${MARK}`, 'g'), (_, place: string) => texts[Number(place)] ?? '')
}

/** All in one, hidden what is secret in it or in `before`, which is what happened until then. */
export function sealed(about: { title: string; made: number; dropped?: number }, frames: Frame[], entries: Entry[], before: Entry[] = []): Sealed {
  const secrets = secretsIn([...before, ...entries].map((entry) => entry.detail))
  const texts: string[] = []
  const places = new Map<string, number>()
  const place = (piece: string) => {
    const known = places.get(piece) ?? texts.push(piece) - 1
    places.set(piece, known)
    return known
  }
  const packedFrames = frames.map((frame) => ({ ...frame, html: packed(redacted(frame.html, secrets), place) }))
  const told = JSON.parse(redacted(JSON.stringify(entries), secrets)) as Entry[]
  return { format: 'wxemu-session/1', ...about, frames: packedFrames, entries: told, texts }
}

/** So that it can stand in a script element. */
export const inScript = (session: Sealed): string => JSON.stringify(session).replaceAll('<', '\\u003c')

/** One moment of the play: a new picture, something that happened, or both. */
export interface Moment { at: number; frame: number; entry: Entry | null }

/** By time; what happened at the same moment by its number, and a picture after the row that led to it. */
function inOrder(a: Ordered, b: Ordered): number {
  if (a.at !== b.at || a.seq === null || b.seq === null) return a.at - b.at
  return a.seq - b.seq || Number(b.entry !== null) - Number(a.entry !== null)
}

interface Ordered { at: number; seq: number | null; entry: Entry | null }

/** In order; each moment knows the picture that is in sight then. */
export function moments({ frames, entries }: Pick<Sealed, 'frames' | 'entries'>): Moment[] {
  const all = [
    ...frames.map(({ at, seq }, frame) => ({ at, seq: seq ?? null, frame, entry: null as Entry | null })),
    ...entries.map((entry) => ({ at: entry.at, seq: entry.seq as number | null, frame: -1, entry: entry as Entry | null })),
  ].sort(inOrder)
  let frame = 0
  for (const moment of all) {
    if (moment.frame >= 0) frame = moment.frame
    moment.frame = frame
  }
  return all
}

/** What people who look on need not read: the app's talk with its server, its console, its pages' names. */
const ASIDE = /^(wx\.(request|login|get\w+|set\w+|show\w+|hide\w+|memberCardOpen)|(request|login|memberCard\w+)\.|console\.|app\.(route|hide)|api|\/|(event|push)\.card_(not_)?pass_check|push)/

/** What happened last at this place that tells something; whatever came first where nothing does. */
export function sentenceAt(all: readonly Moment[], place: number): Entry | null {
  const until = all.slice(0, place + 1)
  const telling = until.findLast(({ entry }) => entry && (!entry.ok || !ASIDE.test(entry.kind)))
  return (telling ?? until.findLast(({ entry }) => entry))?.entry ?? null
}

/** Nobody waits longer than this between two moments, in milliseconds. */
const LONGEST_PAUSE = 1200

/** On a clock that stands still, a new picture is looked at so long, and any other moment. */
const PICTURE = 900
const ROW = 40

/** How long after the first moment each one is played, at single speed. */
export function paced(all: readonly Moment[]): number[] {
  let sum = 0
  const stands = (all.at(-1)?.at ?? 0) - (all[0]?.at ?? 0) < 1000 || all.filter(({ at }, place) => at === all[place - 1]?.at).length > all.length * 0.9
  return all.map(({ at, frame }, place) => {
    const before = all[place - 1]
    if (!before) return sum
    const least = !stands ? 0 : frame === before.frame ? ROW : PICTURE
    return (sum += Math.min(LONGEST_PAUSE, Math.max(least, at - before.at)))
  })
}
