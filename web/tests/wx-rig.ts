/** A `wx` on its own: what it asks of the runtime is kept, and answered by hand. */
import type { Environment, Json, PageHandle } from '../src/runtime/types.ts'
import { createWx, MemoryFiles, StorageArea, type Wx, type WxNeeds } from '../src/runtime/wx/index.ts'
import type { StorageChange } from '../src/runtime/wx/storage-area.ts'

export interface Asked { name: string; params: Json; answer: (reply: Json) => void }

export interface WxRig extends Wx {
  needs: WxNeeds
  /** Calls sent to the server, oldest first. */
  asked: Asked[]
  told: string[]
  faults: [string, string][]
  missed: string[]
  complaints: string[]
  routed: [string, Json][]
  writes: StorageChange[]
  screen: [string, Json?][]
}

const ENVIRONMENT: Environment = {
  platform: 'ios', baseLibrary: '3.8.7', language: 'zh_CN', theme: 'light', brand: 'iPhone', model: 'iPhone 14', system: 'iOS 17.5',
  weChatVersion: '8.0.50', screenWidth: 375, screenHeight: 812, statusBarHeight: 44, safeAreaBottom: 34, pixelRatio: 3,
  appId: 'wx0123456789abcdef', envVersion: 'develop', privileged: false, network: 'wifi', clock: { now: 0, frozen: true }, seed: 1,
  switches: {}, user: { nickName: 'Anna', avatarUrl: '' },
}

const PAGE: PageHandle = { id: 1, path: 'pages/a/a', query: {}, window: {}, root: null, page: {}, isTab: true, over: [] }

export function openWx(environment: Partial<Environment> = {}, change: Partial<WxNeeds> = {}, storage: Record<string, string> = {}): WxRig {
  const kept = {
    asked: [] as Asked[], told: [] as string[], faults: [] as [string, string][], missed: [] as string[], complaints: [] as string[],
    routed: [] as [string, Json][], writes: [] as StorageChange[], screen: [] as [string, Json?][],
  }
  const route = (name: string) => (params: Json) => { kept.routed.push([name, params]); return {} }
  const launch = { path: 'pages/a/a', query: {}, scene: 1001, referrerInfo: {}, apiCategory: 'default' }
  const needs: WxNeeds = {
    lost() {},
    kept: given => given,
    promised: given => given,
    environment: { ...ENVIRONMENT, ...environment },
    enter: { launch, current: launch },
    callServer(name, params, answer) { return kept.asked.push({ name, params, answer }) },
    router: { navigateTo: route('navigateTo'), redirectTo: route('redirectTo'), navigateBack: route('navigateBack'), switchTab: route('switchTab'), reLaunch: route('reLaunch') },
    currentPage: () => PAGE,
    screen: {
      show() {}, mount: () => null, close() {},
      navigationBar: (_, what) => void kept.screen.push(['navigationBar', what]),
      tabBar: what => void kept.screen.push(['tabBar', what]),
      scrollTo: (_, what) => void kept.screen.push(['scrollTo', what]),
      pullDown: (_, on) => void kept.screen.push(['pullDown', { on }]),
    },
    storage: new StorageArea(storage, written => void kept.writes.push(written)),
    clock: { now: () => 0, setTimeout: run => { (run as () => void)(); return 1 }, clearTimeout: () => {} },
    tell: (name, call, _, promised) => void kept.told.push(`${name}${call === undefined ? '' : ` ${call}`}${promised ? ' promised' : ''}`),
    fault: (error, where) => void kept.faults.push([String(error), where]),
    missing: name => void kept.missed.push(name),
    complain: words => void kept.complaints.push(typeof words === 'string' ? words : words.en),
    hasScript: () => false, runWorker() {},
    hasComponent: tag => ['view', 'button', 'navigator'].includes(tag),
    files: new MemoryFiles(() => null, () => 0),
    asset: source => source,
    createSelectorQuery: () => 'query',
    createIntersectionObserver: () => 'observer',
    appJson: { tabBar: { list: [{}, {}] } },
    ...change,
  }
  return { ...createWx(needs), ...kept, needs }
}

/** Callbacks that write down their name and result. */
export function listening(): { heard: [string, Json][]; callbacks: Record<string, (result: Json) => void> } {
  const heard: [string, Json][] = []
  const callbacks = Object.fromEntries(['success', 'fail', 'cancel', 'complete'].map(name => [name, (result: Json) => void heard.push([name, result])]))
  return { heard, callbacks }
}

/** Lets what waits for microtasks run. */
export async function settled(): Promise<void> { for (let i = 0; i < 5; i++) await Promise.resolve() }
