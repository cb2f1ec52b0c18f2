/** https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/SocketTask.html The lines are held by the emulator. */
import type { Json } from '../types.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { appFunction, onServer } from './machinery.ts'
import type { Family, Start, WxNeeds } from './needs.ts'

const EVENTS = ['Open', 'Message', 'Error', 'Close'] as const
type Kind = (typeof EVENTS)[number]
type Listener = (result?: Json) => void

const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3]

class Socket {
  state = CONNECTING
  private readonly listeners: Record<Kind, Set<Listener>> = { Open: new Set(), Message: new Set(), Error: new Set(), Close: new Set() }

  constructor(readonly number: number, private readonly needs: WxNeeds) {}

  /** What the app holds. */
  task(): Json {
    const call = (name: string, params: (given: Json) => Json) =>
      appFunction({ name, start: (given, finish, told) => onServer(name, this.needs)({ ...params(given), task: this.number }, finish, told), told: true, task: false }, this.needs)
    const task: Json = {
      send: call('sendSocketMessage', ({ data }) => carried(data)),
      close: call('closeSocket', ({ code, reason }) => { this.state = CLOSING; return { code, reason } }),
      CONNECTING, OPEN, CLOSING, CLOSED,
    }
    for (const kind of EVENTS) task[`on${kind}`] = (listener: Listener) => { if (typeof listener === 'function') this.listeners[kind].add(listener) }
    return Object.defineProperty(task, 'readyState', { get: () => this.state, enumerable: true })
  }

  hear(kind: Kind, result: Json): void {
    if (kind !== 'Message') this.state = kind === 'Open' ? OPEN : CLOSED
    for (const listener of this.listeners[kind]) guarded(listener, result, kind, this.needs)
  }
}

export interface Sockets { family: Family; happened(options: Json): void }

export function sockets(needs: WxNeeds): Sockets {
  const all = new Map<number, Socket>()
  const globally: Partial<Record<Kind, Listener>> = {}
  let made = 0
  const connect: Start = (params, finish, told) => {
    const socket = new Socket(++made, needs)
    all.set(made, socket)
    onServer('connectSocket', needs)({ ...params, task: made }, reply => {
      finish(reply)
      if (String(reply.errMsg).includes(':fail')) fail(socket, String(reply.errMsg))
    }, told)
    return socket.task()
  }
  const fail = (socket: Socket, errMsg: string) => {
    all.delete(socket.number)
    socket.hear('Error', { errMsg })
    if (globally.Error) guarded(globally.Error, { errMsg }, 'Error', needs)
  }
  // The calls without a task mean the socket that is there.
  const last = () => [...all.keys()].at(-1) ?? 0
  const onLast = (name: string, params: (given: Json) => Json): Start => (given, finish, told) => onServer(name, needs)({ ...params(given), task: last() }, finish, told)
  return {
    family: {
      tasks: { connectSocket: connect },
      served: { sendSocketMessage: onLast('sendSocketMessage', ({ data }) => carried(data)), closeSocket: onLast('closeSocket', ({ code, reason }) => ({ code, reason })) },
      direct: Object.fromEntries(EVENTS.map(kind => [`onSocket${kind}`, (listener: Listener) => { globally[kind] = listener }])),
    },
    happened({ task, what, ...more }) {
      const socket = all.get(task)
      if (!socket) return
      const kind = (what[0].toUpperCase() + what.slice(1)) as Kind
      const result = kind === 'Message' ? { data: more.base64 === undefined ? more.data : fromBase64(more.base64) } : more
      if (kind === 'Close') all.delete(task)
      socket.hear(kind, result)
      const listener = globally[kind]
      if (listener) guarded(listener, result, kind, needs)
    },
  }
}

function carried(data: unknown): Json {
  return data instanceof ArrayBuffer ? { base64: toBase64(data) } : { data: String(data ?? '') }
}

function guarded(listener: Listener, result: Json, kind: string, needs: WxNeeds): void {
  if (typeof listener !== 'function') return
  try {
    listener(result)
  } catch (error) {
    needs.fault(error, `SocketTask.on${kind}`)
  }
}
