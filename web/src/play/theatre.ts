/** The line to the server that performs, and the phones on the page: `docs/protocol.md` section 11. */
import { Peer, type Message } from '../peer.ts'
import type { Stage } from '../shell/stage.ts'
import type { Params } from '../shell/wire.ts'

/** Goes through the motions before the phone does what is asked; a bare page has none. */
export interface Motions {
  drive(stage: Stage, instance: string, command: Params): Promise<void>
  say(stage: Stage, method: string, params: Params): Promise<void>
}

/** Another page performs now; the token is that of an earlier server. */
const REPLACED = 4001
const REFUSED = 1008

/** A line that drops is tried again so often, each time after twice as long (milliseconds). */
const MOST_TRIES = 3
const AGAIN_AFTER = 300

const NONE: Motions = { drive: async () => {}, say: async () => {} }

export class Theatre {
  stage: Stage | null = null
  motions = NONE
  #socket: WebSocket | null = null
  readonly #peer = new Peer((message) => this.#socket?.send(JSON.stringify(message)))

  /** `mount` makes a new phone at this address, `load`s when it is there, and takes the place of the one before. */
  constructor(private readonly token: string, private readonly mount: (address: string) => Promise<Stage>) {
    const asked = this.#peer.methods
    asked['Stage.load'] = () => this.#load()
    asked['Stage.drive'] = async ({ instance, command }) => {
      const stage = this.#here()
      await this.motions.drive(stage, instance, command)
      return { value: await stage.drive(instance, command) }
    }
    asked['Stage.say'] = async ({ method, params }) => {
      const stage = this.#here()
      await this.motions.say(stage, method, params)
      await stage.say(method, params)
      return {}
    }
    asked['Stage.line'] = ({ up }) => this.#here().line(up)
    asked['Stage.still'] = async () => ({ picture: await this.#here().still() })
    asked['Stage.settle'] = ({ now }) => this.#here().settle(now)
  }

  ask<Result>(method: string, params: object = {}): Promise<Result> { return this.#peer.request<Result>(method, params) }

  /** `open`: each time that the line is there; `lost`: the server has gone, or another page performs now. */
  connect(open: () => void, lost: (elsewhere: boolean) => void, tries = 0): void {
    let was = tries
    const socket = (this.#socket = new WebSocket(`ws://${location.host}/_wxemu/stage`))
    socket.onopen = () => {
      was = 0
      void this.ask('Stage.hello', { token: this.token }).then(open, () => {})
    }
    socket.onmessage = ({ data }) => this.#peer.receive(JSON.parse(String(data)) as Message)
    socket.onclose = ({ code }) => {
      this.#peer.abandon(new Error('the line to the server is down'))
      if (code === REPLACED || code === REFUSED || was >= MOST_TRIES) return lost(code === REPLACED)
      setTimeout(() => this.connect(open, lost, was + 1), AGAIN_AFTER * 2 ** was)
    }
  }

  async #load(): Promise<object> {
    const stage = await this.mount(`/#stage=1&k=${encodeURIComponent(this.token)}`)
    this.stage = stage
    await stage.ready()
    return {}
  }

  #here(): Stage {
    if (!this.stage) throw new Error('no phone has been loaded')
    return this.stage
  }
}
