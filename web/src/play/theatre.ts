/** The line to the server that performs, and the phones on the page: `docs/protocol.md` section 11. */
import { Peer, type Message } from '../peer.ts'
import type { Stage } from '../shell/stage.ts'
import type { Params } from '../shell/wire.ts'

/** Goes through the motions before the phone does what is asked; a bare page has none. */
export interface Motions {
  drive(stage: Stage, instance: string, command: Params): Promise<void>
  say(stage: Stage, method: string, params: Params): Promise<void>
}

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
    asked['Stage.settle'] = () => this.#here().settle()
  }

  /** What the server tells by itself. */
  on(method: string, listener: (params: any) => void): void { this.#peer.methods[method] = listener }

  ask<Result>(method: string, params: object = {}): Promise<Result> { return this.#peer.request<Result>(method, params) }

  /** `closed`: the server has gone, or another page performs now. */
  connect(closed: () => void): void {
    const socket = (this.#socket = new WebSocket(`ws://${location.host}/_wxemu/stage`))
    socket.onopen = () => void this.ask('Stage.hello', { token: this.token })
    socket.onmessage = ({ data }) => this.#peer.receive(JSON.parse(String(data)) as Message)
    socket.onclose = () => {
      this.#peer.abandon(new Error('the line to the server is down'))
      closed()
    }
  }

  async #load(): Promise<object> {
    this.stage = await this.mount(`/#stage=1&k=${encodeURIComponent(this.token)}`)
    await this.stage.ready()
    return {}
  }

  #here(): Stage {
    if (!this.stage) throw new Error('no phone has been loaded')
    return this.stage
  }
}
