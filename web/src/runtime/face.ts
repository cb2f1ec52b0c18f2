/** What a host may do with a started mini-program. */
import type { Services } from '../builtins/index.ts'
import type { Message } from '../peer.ts'
import type { Clock } from './clock.ts'
import type { Router } from './router.ts'
import type { Environment, PageHandle, Screen } from './types.ts'
import type { StorageArea } from './wx/index.ts'

/** Of the names that a project uses: those that we do not have, have in part, or have a box for. */
export interface Lacks { wx: string[]; partly: string[]; tags: string[]; boxed: string[] }

export interface Runtime {
  readonly router: Router
  readonly clock: Clock
  readonly services: Services
  readonly storage: StorageArea
  readonly screen: Screen
  /** A message of the server: an answer to a call, or an event. */
  receive(message: Message): void
  /** Runs `method` of the page as WeChat does (onPageScroll, onReachBottom, onPullDownRefresh, onTabItemTap …). */
  callPage(page: PageHandle, method: string, ...args: unknown[]): unknown
  /** The user did this here (tap, type, choose, scroll, back), for who records it. */
  did(act: string, element?: unknown, value?: unknown): void
  /** The user tapped: jumps are allowed for a while. Call it before the tap reaches the app. */
  tapped(): void
  /** The system's back key or the navigation bar's chevron. */
  back(): void
  /** The user chose this tab. */
  chooseTab(index: number): void
  /** Part of the environment changed. */
  update(environment: Partial<Environment>): void
  /** Those of these names of `wx` that are official and that we do not have, and of these tags; boxes stand in for some. */
  lacks(wx: string[], tags: string[]): Lacks
  /** What of the app is running: a method of a page or of the app, else the page that is being opened. */
  readonly at: string
  /** What the app's own code reads as `wx`. */
  readonly api: Record<string, any>
  /** Code of the app threw where only the host heard it, as in the `onload` of an image. */
  threw(error: unknown): void
  /** A promise of the app was rejected and nobody caught it. */
  rejected(reason: unknown, promise: Promise<unknown>): void
  /** Where the host hears of no such promise: tells of those that are known. Call it once nothing more runs; whether there were any. */
  tellRejected(): boolean
}
