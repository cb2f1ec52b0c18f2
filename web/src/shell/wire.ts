/** What travels between the page and the server, as `docs/protocol.md` has it. */

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
