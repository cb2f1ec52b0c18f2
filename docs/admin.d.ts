/**
 * The admin API of wxemu, typed. Made by `python -m emulator.typings > docs/admin.d.ts`.
 *
 *     import type { Admin } from './admin'
 *     const admin: Admin = async (operation, body, path = operation.split(' ')[1]!) => {
 *       const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
 *       const [method] = operation.split(' ')
 *       const answer = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) })
 *       if (!answer.ok) throw new Error((await answer.json()).error.message)
 *       return answer.json()
 *     }
 *     await admin('POST /rules', { on: 'addCard', times: 1, outcome: { error: 'system error' } })
 */

export interface Says { zh: string; en: string }

export type Params = Record<string, unknown>

/** A request, its answer, its failure, or a notification. */
export interface Message {
  id?: number | string | null
  method?: string
  params?: Params
  result?: Params
  error?: { message: string }
}

export type CardStatus =
  | 'NORMAL' | 'CONSUMED' | 'EXPIRE' | 'GIFTING' | 'GIFT_SUCC' | 'GIFT_TIMEOUT' | 'DELETE' | 'UNAVAILABLE'

/** What is printed on a card. A card that nobody knows has few of these. */
export interface Face {
  cardId: string
  cardType?: string
  title: string
  subTitle?: string
  brandName: string
  logoUrl?: string
  color: string
  notice?: string
  description?: string
  codeType?: string
  validity?: Says
  code?: string | null
  status?: CardStatus
  member?: Membership | null
  appId?: string
}

export interface Membership {
  active: boolean
  number: string | null
  bonus: number | null
  balance: number | null
  level: string | null
}

export interface Ticket extends Face {
  count: number
  reason: { id: string; button: Says } | null
}

export interface AppCard {
  appId: string
  name: string
  icon: string
  verified: boolean
  privileged: boolean
  version: string
  /** What keeps its files, as they now are, from being compiled. */
  problems: Problem[]
}

/** Line and column count from 1; 0: the file as a whole. */
export interface Problem { file: string; line: number; column: number; says: Says }

/** An open mini-program: one instance. */
export interface OpenApp extends AppCard {
  instance: string
  opener: string | null
  shown: boolean
}

export interface ModalContent {
  title: string
  content: string
  showCancel: boolean
  cancelText: string
  cancelColor: string
  confirmText: string
  confirmColor: string
  editable: boolean
  placeholderText: string
}

export type Sheet = { id: string; app: string } & (
  | { kind: 'addCard'; content: { cards: Ticket[]; claimable: boolean } }
  | { kind: 'openApp'; content: { appId: string; name: string; icon: string } }
  | { kind: 'modal'; content: ModalContent }
  | { kind: 'actionSheet'; content: { itemList: string[]; itemColor: string; alertText: string } }
  | { kind: 'permission'; content: { app: string; icon: string; scope: string; title: Says; lines: string[]; button: Says } }
  | { kind: 'form'; content: { title: Says; fields: { id: string; label: string; value: string }[] } }
  | { kind: 'choose'; content: { title: Says; many: boolean; choices: { label: string; detail: string }[]; chosen: number[] } }
  | { kind: 'files'; content: { title: Says; count: number; accept: string } }
)

/** A file that the user has chosen on this computer. */
export interface ChosenFile { name: string; type: string; base64: string; width?: number; height?: number; duration?: number }

export type Answer = {
  action: 'confirm' | 'cancel'
  content?: string
  index?: number
  values?: Record<string, string>
  chosen?: number[]
  files?: ChosenFile[]
}

export type Screen = { id: string } & (
  | { kind: 'card'; content: { cards: Face[]; index: number } }
  | { kind: 'wallet'; content: { cards: Face[] } }
  | { kind: 'claim'; content: { cards: Ticket[]; claimable: boolean } }
)

export interface Toast {
  id: string
  title: string
  icon: 'success' | 'error' | 'none' | 'loading'
  image: string
  mask: boolean
}

export interface Outcome {
  error?: string
  answer?: { action: string }
  delay?: number
  lost?: boolean
}

export interface Rule {
  id: string
  on: string
  times: number | null
  outcome: Outcome
}

export interface Clock { now: number; frozen: boolean }

export type Platform = 'ios' | 'android' | 'devtools'

export interface PhoneState {
  phone: string
  user: { nickName: string; avatar: string }
  clock: Clock
  platform: Platform
  baseLibrary: string
  language: 'zh_CN' | 'en'
  theme: 'light' | 'dark'
  network: string
  profile: string
  recent: AppCard[]
  apps: OpenApp[]
  screens: Screen[]
  sheet: Sheet | null
  toast: Toast | null
  /** Cards that somebody else has sent and that this user can take. */
  gifts: Face[]
  rules: Rule[]
  /** Who records a scenario, `command` or `page`; empty while nobody does. */
  recording: string
  /** What is wrong with the world file as it now is; the world as it was stays. */
  problems: Problem[]
}

export type Lane = 'app' | 'wechat' | 'merchant'

export interface Cause { id: string; says: Says; fix: Says }

/** One row of the journal. */
export interface Entry {
  seq: number
  at: number
  lane: Lane
  kind: string
  phase: 'start' | 'end' | 'event'
  ok: boolean
  of: number | null
  app: string | null
  instance: string | null
  says: Says
  detail: Params
  cause: Cause | null
}

/** How the page in sight wants status bar and capsule: `textStyle` is the colour of their ink. */
export interface Chrome {
  textStyle: 'black' | 'white'
  background: string
  canGoBack: boolean
  capsule: boolean
}

export interface Operations {
  /** Profile, switches, accounts, cards, the phone. */
  'GET /world': { body: undefined; answer: Params }
  /** Change profile or switches. */
  'PATCH /world': { body: { profile?: 'documented' | 'observed'; switches?: Params }; answer: { profile: string; switches: Params } }
  /** Change the phone's settings. */
  'PATCH /phone': { body: { platform?: 'ios' | 'android' | 'devtools'; baseLibrary?: string; language?: 'zh_CN' | 'en'; theme?: 'light' | 'dark'; network?: 'wifi' | '4g' | '3g' | 'none' }; answer: PhoneState }
  /** Change an account. */
  'PATCH /accounts/{id}': { body: { verified?: boolean; bound?: boolean; push?: { url: string; token?: string; aes_key?: string; mode?: 'plain' | 'compatible' | 'safe' } | null }; answer: Params }
  /** End a card's review. */
  'PATCH /cards/{id}': { body: { review: 'pass' | 'refuse'; reason?: string }; answer: { cardId: string; status: string } }
  /** The phones of the world. */
  'GET /phones': { body: undefined; answer: Params }
  /** A phone for one more user, eight at most. */
  'POST /phones': { body: { nickname?: string; phone_number?: string }; answer: Params }
  /** QR codes and shelves that merchants have made. */
  'GET /offers': { body: undefined; answer: Params }
  /** The rules in force. */
  'GET /rules': { body: undefined; answer: { rules: Rule[] } }
  /** Order what becomes of calls. */
  'POST /rules': { body: { on: string; times?: number | null; where?: Params; outcome: { error?: string; answer?: { action: 'confirm' | 'cancel' }; delay?: number; lost?: boolean } }; answer: { rules: Rule[] } }
  /** Remove all rules. */
  'DELETE /rules': { body: undefined; answer: { rules: Rule[] } }
  /** Remove a rule. */
  'DELETE /rules/{id}': { body: undefined; answer: { rules: Rule[] } }
  /** The replies to the app's own requests. */
  'GET /backend': { body: undefined; answer: { replies: Record<string, Params[]> } }
  /** Order the replies to requests of a method and address. */
  'POST /backend': { body: { on: string; replies: ({ status?: number; data?: unknown; base64?: string; header?: Params; takes?: number; aside?: boolean; fail?: string; where?: unknown })[] }; answer: { replies: Record<string, Params[]> } }
  /** The replies as at the start. */
  'DELETE /backend': { body: undefined; answer: { replies: Record<string, Params[]> } }
  /** The cards in the user's wallet. */
  'GET /wallet': { body: undefined; answer: { cards: (Face & { encryptCode: string })[] } }
  /** World time. */
  'GET /clock': { body: undefined; answer: Clock }
  /** Set, freeze or start the clock. */
  'PATCH /clock': { body: { now?: number; frozen?: boolean }; answer: Clock }
  /** Move world time on. */
  'POST /clock/advance': { body: { ms: number }; answer: Clock }
  /** What happened; after=SEQ for what is newer. */
  'GET /journal': { body: undefined; answer: { entries: Entry[] } }
  /** The merchant's events and their deliveries. */
  'GET /events': { body: undefined; answer: Params }
  /** Push an event. */
  'POST /events': { body: { event: 'card_pass_check' | 'card_not_pass_check' | 'user_get_card' | 'user_gifting_card' | 'user_del_card' | 'user_consume_card' | 'user_pay_from_pay_cell' | 'user_view_card' | 'user_enter_session_from_card' | 'update_member_card' | 'card_sku_remind' | 'card_pay_order' | 'submit_membercard_user_info' | 'memoryWarning' | 'userCaptureScreen' | 'audioInterruptionBegin' | 'audioInterruptionEnd'; set?: Params; account?: string }; answer: { event: { id: string; event: string; account: string } & Params; delivery: ({ id: string; event: string; tries: number; state: 'waiting' | 'sending' | 'taken' | 'given-up' } & Params) | null } | { event: null; delivery: null } }
  /** Push an event once more. */
  'POST /events/{id}/resend': { body: Record<string, never>; answer: { event: { id: string; event: string; account: string } & Params; delivery: ({ id: string; event: string; tries: number; state: 'waiting' | 'sending' | 'taken' | 'given-up' } & Params) | null } }
  /** What can go wrong. */
  'GET /faults': { body: undefined; answer: { faults: { id: string; says: Says; lasting: boolean; on: boolean }[] } }
  /** Order or lift a fault. */
  'POST /faults': { body: { fault: 'ticket-72012' | 'token-40001' | 'token-expired' | 'ticket-expired' | 'quota-45009' | 'consumed-40099' | 'status-40127' | 'decrypt-fails' | 'push-down' | 'restored-card'; on?: boolean }; answer: { faults: { id: string; says: Says; lasting: boolean; on: boolean }[] } }
  /** Look at a card's signature. */
  'POST /sign': { body: { cardId: string; cardExt: string | Params }; answer: Params }
  /** Who records a scenario, and how much has been done. */
  'GET /recording': { body: undefined; answer: { by: '' | 'command' | 'page'; acts: number; text: string } }
  /** Begin to record (the world starts anew), or end. */
  'POST /recording': { body: { on: boolean }; answer: { by: '' | 'command' | 'page'; acts: number; text: string } | { name: string; scenario: string; steps: number; lost: string[]; ok: boolean | null; faults: string[] } }
  /** The sealed session (HTML) of what is or was recorded. */
  'GET /recording/sealed': { body: undefined; answer: Params }
  /** The addresses for colleagues, with --lan. */
  'GET /share': { body: undefined; answer: { lan: { url: string; code: string; pair: string; view: string } | null } }
  /** The whole world; secrets=keep for those too. */
  'GET /export': { body: undefined; answer: Params }
  /** The world as at the start. */
  'POST /reset': { body: Record<string, never>; answer: Params }
  /** This page. */
  'GET /openapi.json': { body: undefined; answer: Params }
}

/** `path` is for those with an id or a query: `admin('DELETE /rules/{id}', undefined, '/rules/r1')`. */
export type Admin = <Name extends keyof Operations>(
  operation: Name, body?: Operations[Name]['body'], path?: string,
) => Promise<Operations[Name]['answer']>
