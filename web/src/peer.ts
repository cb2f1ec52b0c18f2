/** One end of a `{id, method, params}` conversation, without the I/O. See `docs/protocol.md`. */

export interface Message {
  id?: number | string | null
  method?: string
  params?: Record<string, unknown>
  result?: unknown
  error?: { message: string }
}

type Method = (params: Record<string, any>, id: Message['id']) => unknown

interface Waiting {
  resolve(result: any): void
  reject(error: Error): void
}

/** Feed it messages with `receive`; what it has to say goes to `send`. */
export class Peer {
  /** What the other end may ask for. A method may be async; one that throws is answered with an `error`. */
  readonly methods: Record<string, Method> = {}
  #waiting = new Map<number | string, Waiting>()
  #last = 0

  constructor(private readonly send: (message: Message) => void) {}

  /** Asks the other end. Rejects with its `error`. */
  request<Result = Record<string, unknown>>(method: string, params: object = {}): Promise<Result> {
    const id = ++this.#last
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.send({ id, method, params: params as Message['params'] })
    })
  }

  notify(method: string, params: object = {}): void {
    this.send({ method, params: params as Message['params'] })
  }

  receive(message: Message): void {
    if (message.method === undefined) this.#settle(message)
    else void this.#serve(message)
  }

  /** The line is down: what waits for an answer will never have one. */
  abandon(reason: Error): void {
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { reject } of waiting) reject(reason)
  }

  #settle(message: Message): void {
    if (message.id === undefined || message.id === null) return
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.error) waiting?.reject(new Error(message.error.message))
    else waiting?.resolve(message.result)
  }

  async #serve({ id, method = '', params = {} }: Message): Promise<void> {
    const answered = id !== undefined && id !== null
    const known = Object.hasOwn(this.methods, method) ? this.methods[method] : undefined
    try {
      if (!known) throw new Error(`unknown method ${JSON.stringify(method)}`)
      const result = await known(params, id)
      if (answered) this.send({ id, result: result ?? {} })
    } catch (error) {
      if (!answered) throw error
      this.send({ id, error: { message: wordsOf(error) } })
    }
  }
}

/** Also of an error that another page of ours threw, whose `Error` is not this page's. */
function wordsOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown }
  return typeof message === 'string' ? message : String(error)
}
