/** What the runtime is given and what it needs from the place it lives in. See docs/protocol.md. */
import type { Message } from '../peer.ts'

/** A sentence for people in both languages. */
export interface Says { zh: string; en: string }

/** Words of ours in both languages, or somebody else's as they are. */
export type Words = string | Says

/** What is wrong with a file. Line and column count from 1; 0: the file as a whole. */
export interface Problem { file: string; line: number; column: number; says: Says }

export interface Style { scope: string; css: string }

export type Json = Record<string, any>

/** A compiled project: docs/protocol.md section 8. */
export interface Bundle {
  format: 1
  app: Json & { pages: string[] }
  templates: string
  json: Record<string, Json>
  scripts: Record<string, string>
  /** Those of the scripts that were written in TypeScript. */
  typescript: string[]
  styles: Record<string, Style>
  errors: Problem[]
  warnings: Problem[]
}

/** The phone as the app may know it: docs/protocol.md section 7. Sizes in CSS pixels. */
export interface Environment {
  platform: 'ios' | 'android' | 'devtools'
  baseLibrary: string
  language: string
  theme: 'light' | 'dark'
  brand: string
  model: string
  system: string
  weChatVersion: string
  screenWidth: number
  screenHeight: number
  statusBarHeight: number
  safeAreaBottom: number
  pixelRatio: number
  appId: string
  envVersion: string
  privileged: boolean
  network: string
  clock: { now: number; frozen: boolean }
  /** Somebody writes down what the user does. */
  recording?: boolean
  seed: number
  switches: Record<string, unknown>
  user: { nickName: string; avatarUrl: string }
}

/** Launch or show options; `referrerInfo` may be absent. */
export interface EnterOptions { path: string; query: Record<string, string>; scene: number; referrerInfo?: Json; [key: string]: unknown }

/** One page of the stack, as the host sees it. */
export interface PageHandle {
  id: number
  path: string
  query: Record<string, string>
  /** Page window config merged over the app's. */
  window: Json
  /** The engine's root element. */
  root: any
  /** The page's own `this`. */
  page: any
  isTab: boolean
  /** The root of its own custom tab bar, where the app has one. */
  tabBar?: any
  /** What lies over the page and goes before it when the user goes back; the last is on top. */
  over: (() => void)[]
}

export type Transition = 'push' | 'pop' | 'none'

/** Where the user scrolls: to an end, or so many CSS px from the start. */
export type ScrollTo = 'top' | 'bottom' | number

/** What wx.setNavigationBar*, tab bar and scrolling calls ask of the screen. Headless hosts record them only. */
export interface Screen {
  /** The page is made and in the stack; bring it into sight. */
  show(page: PageHandle, transition: Transition): void
  /** A place for the engine to attach the page's root to; null: pretend. */
  mount(page: PageHandle): { parent: any; placeholder: any } | null
  /** The page left the stack. */
  close(page: PageHandle): void
  navigationBar(page: PageHandle, change: Json): void
  tabBar(change: Json): void
  scrollTo(page: PageHandle, options: Json): void
  pullDown(page: PageHandle, on: boolean): void
  /** The user scrolls the page; where nothing is drawn there is nothing to scroll. */
  userScroll?(page: PageHandle, to: ScrollTo): void
  /** A place at the foot of the page for its custom tab bar. */
  mountTabBar?(page: PageHandle): { parent: any; placeholder: any }
  hideKeyboard?(): void
  loadFont?(family: string, source: string, desc?: Json): Promise<Json>
  /** A page of WeChat's own over the app until it is tapped away: pictures, a place, a document. */
  overlay?(what: Json): void
}

/** The place the runtime lives in. */
export interface Host {
  instance: string
  send(message: Message): void
  backend: any
  screen: Screen
  environment: Environment
  storage: Record<string, string>
  /** Milliseconds of real time, to drive the app's clock where it is not frozen; null in V8: only told to. */
  realNow: (() => number) | null
  /** Nothing here tells of promises that nobody caught, as a browser does: `rejections.ts` looks after them. */
  deaf?: true
  /** Real timer for the clock's next deadline (browser only). */
  wake?(ms: number, run: () => void): void
  /** Whether the user's hand moved something just now: what scrolls otherwise was scrolled by the app. */
  byHand?(): boolean
  asset(src: string, from: string): string
  /** A file of the project that is not compiled; null where there is none. */
  packaged?(path: string): { bytes: Uint8Array; type: string } | null
  /** Where the app's console is shown too, for the developer tools of a browser. */
  console?: Pick<Console, 'log' | 'info' | 'warn' | 'error' | 'debug'>
}
