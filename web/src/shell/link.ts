/** The page's line to the server: says hello, keeps the relay's promises over drops, and notices a silent line. */
import { Peer } from '../peer.ts'
import { Relay } from './relay.ts'
import { Store } from './store.ts'
import type { Message, Params } from './wire.ts'

/**
 * `connecting`: never open yet; `open`; `lost`: being retried; `replaced`: another page has the phone;
 * `refused`: the token is wrong (the server was started anew); `over`: the server has done what it was for and goes.
 */
export type LinkState = 'connecting' | 'open' | 'lost' | 'replaced' | 'refused' | 'over'

/** What we use of a WebSocket. */
export interface Socket {
  onopen: ((event: any) => void) | null
  onmessage: ((event: any) => void) | null
  onclose: ((event: any) => void) | null
  send(text: string): void
  close(): void
}

export interface Timers {
  after(ms: number, run: () => void): () => void
}

const REFUSED = 1008
const REPLACED = 4001
const BEAT = 10_000
const PATIENCE = 5_000
const LONGEST_WAIT = 5_000

/** The line to the server is down, or went down before the answer came. */
export class LinkDown extends Error {
  constructor() {
    super('the line to the server is down')
  }
}

export const realTimers: Timers = {
  after(ms, run) {
    const id = setTimeout(run, ms)
    return () => clearTimeout(id)
  },
}

export class Link {
  readonly state = new Store<LinkState>('connecting')
  readonly relay = new Relay((message) => this.#send(message))
  #peer = new Peer((message) => this.#say(message as Message))
  #socket: Socket | null = null
  #tries = 0
  #dropped = false
  #stopTimer = () => {}

  /** `connect` opens a new socket. */
  constructor(
    private readonly token: string,
    private readonly connect: () => Socket,
    private readonly timers: Timers = realTimers,
    /** The first of the world if there is none. */
    private readonly phone: string | null = null,
  ) {
    this.#peer.methods['Shell.replaced'] = () => this.#leave('replaced')
  }

  /** Calls `listener` for each notification of this name. */
  on(method: string, listener: (params: any) => void): void {
    this.#peer.methods[method] = listener
  }

  /** Connects, also to take the phone back from another page. */
  start(): void {
    this.#dropped = false
    this.#stopTimer()
    const socket = (this.#socket = this.connect())
    const ours = (run: () => void) => () => {
      if (this.#socket === socket) run()
    }
    socket.onopen = ours(() => void this.#hello())
    socket.onmessage = ({ data }) => {
      if (this.#socket === socket) this.#receive(JSON.parse(String(data)))
    }
    socket.onclose = ({ code }) => ours(() => this.#closed(code))()
  }

  /**
   * Breaks the line, until `start`: for a performance. Meanwhile the user has the phone in hand as ever: what is asked
   * is kept, and said when the line returns.
   */
  drop(): void {
    if (this.#dropped) return
    this.#leave('lost')
    this.#dropped = true
  }

  /** The server goes, as it should: nothing is tried again. */
  end(): void {
    this.#leave('over')
  }

  /** Asks the server. Rejects with the server's own words, or LinkDown. */
  request<Result = Params>(method: string, params: object = {}): Promise<Result> {
    if (this.state.value !== 'open' && !this.#dropped) return Promise.reject(new LinkDown())
    return this.#peer.request<Result>(method, params)
  }

  /** Says something that needs no answer; nothing while the line is down. */
  notify(method: string, params: object): void {
    if (this.state.value === 'open') this.#peer.notify(method, params)
  }

  async #hello(): Promise<void> {
    try {
      await this.#peer.request('Shell.hello', { token: this.token, ...(this.phone && { phone: this.phone }), instances: this.relay.alive() })
    } catch {
      // The close that follows says why, and decides what happens next.
      return
    }
    this.#tries = 0
    this.state.set('open')
    this.relay.opened()
    this.#beatLater()
  }

  #receive(message: Message): void {
    if (!this.relay.fromServer(message)) this.#peer.receive(message)
  }

  #say(message: Message): void {
    if (this.#dropped) this.relay.keep(message)
    else this.#send(message)
  }

  #send(message: Message): void {
    this.#socket?.send(JSON.stringify(message))
  }

  #beatLater(): void {
    this.#stopTimer = this.timers.after(BEAT, () => {
      this.#stopTimer = this.timers.after(PATIENCE, () => this.#closed(0))
      const alive = () => {
        if (this.state.value !== 'open') return
        this.#stopTimer()
        this.#beatLater()
      }
      this.#peer.request('Shell.ping').then(alive, alive)
    })
  }

  #closed(code: number): void {
    if (code === REPLACED) return this.#leave('replaced')
    if (code === REFUSED) return this.#leave('refused')
    this.#leave(this.state.value === 'connecting' ? 'connecting' : 'lost')
    const wait = Math.min(LONGEST_WAIT, 250 * 2 ** this.#tries++)
    this.#stopTimer = this.timers.after(wait, () => this.start())
  }

  #leave(state: LinkState): void {
    this.#stopTimer()
    const socket = this.#socket
    this.#socket = null
    this.state.set(state)
    this.relay.closed()
    this.#peer.abandon(new LinkDown())
    socket?.close()
  }
}
