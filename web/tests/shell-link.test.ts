import { describe, expect, it } from 'vitest'
import { Link, type Socket } from '../src/shell/link.ts'
import type { Message } from '../src/shell/wire.ts'

class FakeSocket implements Socket {
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  sent: Message[] = []
  closed = false

  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.closed = true
  }
  hear(message: Message) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
}

function rig() {
  const sockets: FakeSocket[] = []
  let waiting: { ms: number; run: () => void } | null = null
  const timers = {
    after(ms: number, run: () => void) {
      const row = { ms, run }
      waiting = row
      return () => {
        if (waiting === row) waiting = null
      }
    },
  }
  const link = new Link('secret', () => sockets[sockets.push(new FakeSocket()) - 1]!, timers)
  const last = () => sockets.at(-1)!
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    link, sockets, last,
    waits: () => waiting?.ms,
    async fire() {
      const row = waiting
      waiting = null
      row?.run()
      await settle()
    },
    /** The socket opens and the server accepts the hello. */
    async accept() {
      last().onopen?.()
      last().hear({ id: last().sent.at(-1)!.id!, result: { phone: 'p1' } })
      await settle()
    },
    settle,
  }
}

describe('hello', () => {
  it('names the token and the instances that are alive', async () => {
    const { link, last, accept } = rig()
    link.relay.attach('i1', () => {})
    link.start()
    await accept()
    expect(last().sent[0]).toMatchObject({
      method: 'Shell.hello', params: { token: 'secret', instances: { i1: { received: 0, events: 0 } } },
    })
    expect(link.state.value).toBe('open')
  })

  it('refused is final: the token is of another start', async () => {
    const { link, last, waits } = rig()
    link.start()
    last().onopen?.()
    last().onclose?.({ code: 1008 })
    expect(link.state.value).toBe('refused')
    expect(waits()).toBeUndefined()
  })
})

describe('a line that a performance drops', () => {
  it('keeps what user and apps say, in order, until it returns', async () => {
    const { link, last, accept } = rig()
    link.relay.attach('i1', () => {})
    link.start()
    await accept()
    link.drop()
    link.relay.fromFrame('i1', { id: 'i1:1', method: 'Wx.call', params: { instance: 'i1', call: 1 } })
    const answered = link.request('Sheet.answer', { sheet: 's1' })
    link.relay.fromFrame('i1', { method: 'App.log', params: { instance: 'i1' } })
    link.drop()
    link.start()
    await accept()
    expect(last().sent.map(({ method }) => method)).toEqual(['Shell.hello', 'Wx.call', 'Sheet.answer', 'App.log'])
    last().hear({ id: last().sent[2]!.id!, result: { accepted: true } })
    expect(await answered).toEqual({ accepted: true })
  })
})

describe('a dropped line', () => {
  it('is retried after growing waits and resends what has no answer', async () => {
    const { link, last, accept, fire, waits, sockets } = rig()
    link.relay.attach('i1', () => {})
    link.start()
    await accept()
    link.relay.fromFrame('i1', { id: 'i1:1', method: 'Wx.call', params: { instance: 'i1', call: 1 } })
    last().onclose?.({ code: 1006 })
    expect(link.state.value).toBe('lost')
    expect(waits()).toBe(250)
    await fire()
    last().onclose?.({ code: 1006 })
    expect(waits()).toBe(500)
    await fire()
    await accept()
    expect(sockets).toHaveLength(3)
    expect(last().sent.map((message) => message.id)).toContain('i1:1')
    expect(link.state.value).toBe('open')
  })

  it('fails what was asked on it, and what is asked while it is down', async () => {
    const { link, last, accept } = rig()
    link.start()
    await accept()
    const asked = link.request('Phone.back')
    last().onclose?.({ code: 1006 })
    await expect(asked).rejects.toThrow('down')
    await expect(link.request('Phone.back')).rejects.toThrow('down')
  })

  it('does not listen to the old socket any more', async () => {
    const { link, sockets, accept, fire } = rig()
    const states: unknown[] = []
    link.on('Phone.state', (state) => states.push(state))
    link.start()
    await accept()
    const old = sockets[0]!
    old.onclose?.({ code: 1006 })
    await fire()
    await accept()
    old.hear({ method: 'Phone.state', params: { phone: 'old' } })
    old.onclose?.({ code: 1006 })
    expect(states).toEqual([])
    expect(link.state.value).toBe('open')
  })
})

describe('the heart-beat', () => {
  it('closes a line that has gone silent', async () => {
    const { link, last, accept, fire, sockets } = rig()
    link.start()
    await accept()
    await fire()
    expect(last().sent.at(-1)).toMatchObject({ method: 'Shell.ping' })
    await fire()
    expect(link.state.value).toBe('lost')
    expect(sockets[0]!.closed).toBe(true)
  })

  it('goes on while it is answered', async () => {
    const { link, last, accept, fire, settle, waits } = rig()
    link.start()
    await accept()
    const pause = waits()
    await fire()
    last().hear({ id: last().sent.at(-1)!.id!, result: {} })
    await settle()
    expect(waits()).toBe(pause)
    expect(link.state.value).toBe('open')
  })
})

it('a newer page takes the phone over, and this one can take it back', async () => {
  const { link, last, accept, waits } = rig()
  link.start()
  await accept()
  last().hear({ method: 'Shell.replaced', params: {} })
  last().onclose?.({ code: 4001 })
  expect(link.state.value).toBe('replaced')
  expect(waits()).toBeUndefined()
  link.start()
  await accept()
  expect(link.state.value).toBe('open')
})
