/** What `wx` needs of the runtime around it, and what it gives back. */
import type { Clock } from '../clock.ts'
import type { EnterOptions, Environment, Json, PageHandle, Screen, Words } from '../types.ts'
import type { MemoryFiles } from './memory-files.ts'
import type { StorageArea } from './storage-area.ts'

export type RouterCall = 'navigateTo' | 'redirectTo' | 'navigateBack' | 'switchTab' | 'reLaunch'

export interface WxNeeds {
  /** Live: fields change. */
  environment: Environment
  /** Live: the options of the cold start, and of the last time the app was shown. */
  enter: { launch: EnterOptions; current: EnterOptions }
  /** Sends a `Wx.call`; `done` gets the reply. Returns the call's number. */
  callServer(name: string, params: Json, done: (reply: Json) => void): number | void
  /** The navigations; they throw WxFail. */
  router: Record<RouterCall, (params: Json) => Json>
  currentPage(): PageHandle | null
  screen: Screen
  storage: StorageArea
  files: MemoryFiles
  /** What a picture's, film's or sound's address really points to. */
  asset(source: string): string
  clock: Pick<Clock, 'now' | 'setTimeout' | 'clearTimeout'>
  /** Journal: a callback of the app is about to run, or a promise it holds to be settled. */
  /** This call leads to a page that is not there. */
  lost(where: { call: string; page: string; where: string }): void
  tell(name: string, call: number | undefined, detail: unknown, promised?: boolean): void
  /** An exception of the app's own code; never throws. */
  fault(error: unknown, where: string): void
  /** Looks after what a callback gave back, if it is a promise. */
  kept<Given>(given: Given, where: string): Given
  /** Looks after the promise of this call, which the app is given. */
  promised(promise: Promise<Result>, name: string): Promise<Result>
  /** An official name that we do not have was read. */
  missing(name: string): void
  /** The app's console.error. */
  complain(words: Words): void
  hasComponent(tag: string): boolean
  /** Whether the project has such a script; its path without suffix. */
  hasScript(path: string): boolean
  /** Runs a script as a worker, with `worker` in its scope. It reaches `folder` only; `alive` holds back what is called too late. */
  runWorker(path: string, folder: string, worker: Json, alive: (run: () => void) => void): void
  createSelectorQuery(): unknown
  createIntersectionObserver(component?: unknown, options?: object): unknown
  appJson: Json
}

/** Events of the app's life that `wx.onX` listeners hear. */
export type AppEvent = 'appShow' | 'appHide' | 'error' | 'unhandledRejection' | 'themeChange' | 'pageNotFound' | 'networkStatusChange' | 'memoryWarning' | 'userCaptureScreen' | 'audioInterruptionBegin' | 'audioInterruptionEnd' | 'windowResize'

/** Every result has an errMsg: `name:ok`, or `name:fail` with or without a detail. */
export interface Result extends Json { errMsg: string }

/** An API answered in the runtime: gives the result's own keys, or throws WxFail. */
export type Local = (params: Json) => Json | void | Promise<Json | void>

/** A function that answers its caller directly. */
export type Direct = (...args: any[]) => unknown

/** Starts an API with callbacks; `finish` gets the reply, once. Returns a task where the API has one. */
export type Start = (params: Json, finish: (reply: Json) => void, call: (number: number | undefined) => void) => unknown

/**
 * `served`: by the server, with an answer that is worded here; `tasks`: with a task in the promise's place; `synchronous`: with callbacks
 * that run before the call returns.
 */
export interface Family { synchronous?: Record<string, (params: Json) => Json>; local?: Record<string, Local>; direct?: Record<string, Direct>; tasks?: Record<string, Start>; served?: Record<string, Start> }
