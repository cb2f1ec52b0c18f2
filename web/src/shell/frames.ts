/** One sandboxed frame for each mini-program: boots it, carries its messages, and notices when it hangs. */
import { blobUrl, forgetBlob } from '../blobs.ts'
import { Peer } from '../peer.ts'
import type { Admin } from './admin.ts'
import type { Relay } from './relay.ts'
import { Store } from './store.ts'
import type { Chrome, Message, Params } from './wire.ts'
import type { Place } from '../runtime/drive.ts'

export type FrameLife = 'booting' | 'running' | 'hung' | 'broken'

/** What `GET /_wxemu/apps/<appId>` answers. */
interface AppFiles {
  bundle: { app?: { pages?: string[]; entryPagePath?: string }; errors: unknown[] }
  assets: { path: string; type: string; url: string }[]
  environment: Params
  storage: Record<string, string>
}

/** A file of the project that is not compiled, such as a picture. */
interface Asset { path: string; type: string; bytes: ArrayBuffer }

const PING_EVERY = 2_000
const HUNG_AFTER = 4_000

const PLAIN: Chrome = { textStyle: 'black', background: '#ffffff', canGoBack: false, capsule: true }

export class AppFrame {
  readonly life = new Store<FrameLife>('booting')
  readonly chrome = new Store<Chrome>(PLAIN)
  /** Whether there is something of the app to see. */
  readonly drawn = new Store(false)
  /** Its files do not compile and never did: there is nothing that could be shown. */
  neverRan = false
  /** Why it is broken. */
  problem = ''
  /** The first page of the app, and all of them, once known. */
  homePath = ''
  pages: string[] = []
  element: HTMLIFrameElement | null = null
  #pictures = new Map<string, string>()
  #up = () => {}
  /** It runs, or never will. */
  #started = new Promise<void>((resolve) => {
    this.#up = resolve
  })
  #port: MessagePort | null = null
  #peer = new Peer((message) => this.#port?.postMessage(message))
  #pinging: ReturnType<typeof setInterval> | undefined
  #ended = false
  #ran = false
  /** Under way as soon as the instance is known, while its frame still loads; null once they are there, for they are large. */
  #files: Promise<[AppFiles, Asset[]]> | null

  /** `sizes` gives the environment's keys that the page decides: how large the screen is. */
  constructor(
    readonly instance: string,
    readonly appId: string,
    private readonly relay: Relay,
    private readonly admin: Admin,
    private readonly sizes: () => Params,
  ) {
    this.#files = this.#fetch()
    // Said by `start`, which waits for it too; until then nobody would.
    this.#files.catch(() => {})
    this.#peer.methods['Frame.chrome'] = (chrome) => {
      this.chrome.set(chrome as Chrome)
      this.drawn.set(true)
    }
  }

  /** Once its frame has loaded; a second time changes nothing. */
  async start(element: HTMLIFrameElement): Promise<void> {
    if (this.element || this.#ended) return
    this.element = element
    try {
      await this.#boot(element)
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error)
      if (!this.#ended) this.life.set('broken')
    }
    this.#up()
  }

  /** Its code was reached: until then only another's can have kept it from answering. */
  get ran(): boolean { return this.#ran }

  /** A look into the app: `{do: 'tree' | 'data' | 'setData' | 'storage' | …}`. Rejects with the frame's words. */
  look<Result>(look: Params): Promise<Result> {
    return this.#peer.request<Result>('Frame.inspect', look)
  }

  /** A command of a performance. Rejects with the frame's words. */
  async drive(command: Params): Promise<unknown> {
    return (await this.#peer.request<{ value: unknown }>('Frame.drive', command)).value
  }

  /** Where on the frame the command would act; null where there is nothing to see. */
  async place(command: Params): Promise<Place | null> {
    return (await this.#peer.request<{ place: Place | null }>('Frame.place', command)).place
  }

  /** Lets happen what is due at this moment; when the app's next timer is due. */
  async settle(now?: number): Promise<number | null> {
    await this.#started
    if (this.life.value !== 'running' || this.neverRan) return null
    return (await this.#peer.request<{ deadline: number | null }>('Frame.settle', { now })).deadline
  }

  /** What the app shows, as an HTML document by itself; empty while it shows nothing. */
  async still(): Promise<string> {
    if (this.life.value !== 'running') return ''
    const { html } = await this.#peer.request<{ html: string }>('Frame.still').catch(() => ({ html: '' }))
    return html
  }

  /** Tells the app of a changed screen. */
  resize(sizes: Params): void {
    this.#peer.notify('Frame.environment', sizes)
  }

  /** A blob address of a picture of the app's package; empty if it has none. */
  picture(path: string): string {
    return this.#pictures.get(path.replace(/^\//, '')) ?? ''
  }

  end(): void {
    this.#ended = true
    this.#up()
    clearInterval(this.#pinging)
    this.relay.detach(this.instance)
    this.#port?.close()
    // Its element's handlers know of the frame before it: who keeps this one must not keep them all.
    this.element = null
    this.#files = null
    for (const url of this.#pictures.values()) forgetBlob(url)
  }

  async #fetch(): Promise<[AppFiles, Asset[]]> {
    const files = await this.admin.get<AppFiles>(`apps/${this.appId}?instance=${this.instance}`)
    const bytes = files.assets.map(async ({ path, type, url }) => ({ path, type, bytes: await this.admin.bytes(url) }))
    return [files, await Promise.all(bytes)]
  }

  async #boot(element: HTMLIFrameElement): Promise<void> {
    if (!this.#files) return
    const [files, assets] = await this.#files
    this.#files = null
    if (this.#ended) return
    this.pages = files.bundle.app?.pages ?? []
    this.neverRan = files.bundle.errors.length > 0 && this.pages.length === 0
    this.homePath = files.bundle.app?.entryPagePath ?? files.bundle.app?.pages?.[0] ?? ''
    for (const { path, type, bytes } of assets) {
      if (type.startsWith('image/')) this.#pictures.set(path, blobUrl(new Blob([bytes], { type })))
    }
    this.#connect(element)
    this.#knock()
    await this.#peer.request('Frame.boot', {
      instance: this.instance,
      bundle: files.bundle,
      assets,
      environment: { ...files.environment, ...this.sizes() },
      storage: files.storage,
    })
    if (this.#ended) return
    this.#ran = true
    this.relay.attach(this.instance, (message) => this.#port?.postMessage(message))
    this.life.set('running')
    this.#watch()
  }

  #connect(element: HTMLIFrameElement): void {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    port1.onmessage = ({ data }) => this.#receive(data as Message)
    // The frame's origin is opaque, so no target origin can name it; the frame element itself is ours.
    element.contentWindow?.postMessage({ wxemu: 'connect' }, '*', [port2])
  }

  #receive(message: Message): void {
    const own = message.method === undefined ? typeof message.id === 'number' : message.method.startsWith('Frame.')
    if (own) this.#peer.receive(message)
    else this.relay.fromFrame(this.instance, message)
  }

  /** Before anything of the app runs there: where nobody answers, an app that has ended still holds the process of all frames. */
  #knock(): void {
    const patience = setTimeout(() => {
      if (!this.#ended && !document.hidden) this.life.set('hung')
    }, HUNG_AFTER)
    const answered = () => clearTimeout(patience)
    this.#peer.request('Frame.ping').then(answered, answered)
  }

  /** Asks for a sign of life. A page out of sight is slow by the browser's will, so it is not asked. */
  #watch(): void {
    let asked = 0
    this.#pinging = setInterval(() => {
      if (document.hidden) asked = 0
      else if (asked === 0) {
        asked = Date.now()
        this.#peer.request('Frame.ping').then(
          () => {
            asked = 0
            this.life.set('running')
          },
          () => {},
        )
      } else if (Date.now() - asked >= HUNG_AFTER) this.life.set('hung')
    }, PING_EVERY)
  }
}
