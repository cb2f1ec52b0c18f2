/** Calls that the server answers: numbered, answered once. docs/protocol.md section 2. */
import type { Message } from '../peer.ts'
import type { Json } from './types.ts'

export class ServerCalls {
  private readonly waiting = new Map<number, (result: Json) => void>()
  private last = 0

  constructor(private readonly instance: string, private readonly send: (message: Message) => void) {}

  /** Sends the call; `done` gets its result. Returns its number. */
  call(name: string, params: Json, done: (result: Json) => void): number {
    const call = ++this.last
    this.waiting.set(call, done)
    this.send({ id: `${this.instance}:${call}`, method: 'Wx.call', params: { instance: this.instance, call, received: this.received(call), name, params } })
    return call
  }

  /** An answer; one to a call that waits no more is dropped. */
  settle(message: Message): void {
    const call = Number(String(message.id).split(':')[1])
    const done = this.waiting.get(call)
    if (!done) return
    this.waiting.delete(call)
    done(message.error ? { errMsg: `fail ${message.error.message}` } : (message.result as Json))
  }

  /** All calls up to this number have their answer. */
  private received(next: number): number {
    return Math.min(next, ...this.waiting.keys()) - 1
  }
}
