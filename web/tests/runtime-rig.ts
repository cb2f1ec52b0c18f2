/** A project written in a test, compiled and run on the headless back end: what it sends is kept, nothing waits. */
import { builtins } from '../src/builtins/index.ts'
import { compile } from '../src/compile/index.ts'
import type { Message } from '../src/peer.ts'
import { act, type Command } from '../src/runtime/drive.ts'
import { createRuntime, type Runtime } from '../src/runtime/runtime.ts'
import type { Environment, Host, Json, PageHandle, Screen } from '../src/runtime/types.ts'
import { Unseen } from '../src/unseen.ts'

/** 2018-03-01 10:00 in China. */
export const NOW = 1_519_869_600_000

const ENVIRONMENT: Environment = {
  platform: 'ios', baseLibrary: '3.8.7', language: 'zh_CN', theme: 'light', brand: 'iPhone', model: 'iPhone 14', system: 'iOS 17.5',
  weChatVersion: '8.0.50', screenWidth: 375, screenHeight: 812, statusBarHeight: 44, safeAreaBottom: 34, pixelRatio: 3,
  appId: 'wx0123456789abcdef', envVersion: 'develop', privileged: false, network: 'wifi', clock: { now: NOW, frozen: true }, seed: 7,
  switches: {}, user: { nickName: 'Anna', avatarUrl: '' },
}

export type Files = Record<string, string>

/** Files of pages: `{'pages/a/a': ['<view/>', 'Page({})']}` to WXML and JS, with an app.json that lists them. */
export function project(pages: Record<string, [wxml: string, js: string, json?: object]>, app: Json = {}, more: Files = {}): Files {
  const files: Files = { 'app.json': JSON.stringify({ pages: Object.keys(pages), ...app }) }
  for (const [path, [wxml, js, json]] of Object.entries(pages)) {
    files[`${path}.wxml`] = wxml
    files[`${path}.js`] = js
    if (json) files[`${path}.json`] = JSON.stringify(json)
  }
  return { ...files, ...more }
}

export class Rig {
  readonly sent: Message[] = []
  readonly screen: [string, string, unknown?][] = []
  readonly runtime: Runtime
  private events = 0

  constructor(files: Files, environment: Partial<Environment> = {}, storage: Record<string, string> = {}) {
    const bundle = compile(files)
    if (bundle.errors.length) throw new Error(bundle.errors.map(one => `${one.file}:${one.line}: ${one.says.en}`).join('\n'))
    const host: Host = {
      instance: 'i1', storage, backend: new Unseen(), screen: this.recorder(), realNow: null,
      environment: { ...ENVIRONMENT, ...environment }, asset: src => src, send: message => { this.sent.push(structuredClone(message)) },
    }
    this.runtime = createRuntime(host, bundle, builtins)
  }

  /** Cold start on a page. */
  launch(path?: string, options: Json = {}): this {
    return this.event('launch', { path: path ?? this.runtime.router.home, query: {}, scene: 1001, referrerInfo: {}, ...options })
  }

  event(event: string, options: Json = {}): this {
    this.runtime.receive({ id: `i1#${++this.events}`, method: 'App.event', params: { instance: 'i1', number: this.events, event, options } })
    return this
  }

  /** The server's answer to the call of this name that was sent last. */
  async answer(name: string, result: Json): Promise<void> {
    const { id } = this.of('Wx.call').findLast(message => message.params!.name === name)!
    this.runtime.receive({ id, result })
    await settled()
  }

  drive(command: string, more: Omit<Command, 'do'> = {}): any { return act(this.runtime, { do: command, ...more }) }

  tap(selector: string): void { this.drive('tap', { selector }) }

  get data(): any { return this.drive('data') }

  get stack(): string[] { return this.runtime.router.stack.map(page => page.path) }

  of(method: string): Message[] { return this.sent.filter(message => message.method === method) }

  /** What the app has written with console.log, an entry a line. */
  get logs(): string[] { return this.of('App.log').filter(({ params }) => params!.level === 'log').map(({ params }) => String(params!.text)) }

  get errors(): string[] { return this.of('App.error').map(({ params }) => String(params!.message)) }

  private recorder(): Screen {
    const note = (name: string) => (page: PageHandle, detail?: unknown) => { this.screen.push([name, page.path, detail]) }
    return {
      show: note('show'), close: note('close'), navigationBar: note('navigationBar'), scrollTo: note('scrollTo'), pullDown: note('pullDown'),
      mount: () => null, tabBar: change => { this.screen.push(['tabBar', '', change]) },
    }
  }
}

/** Promises that can go on have gone on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
