import { describe, expect, it } from 'vitest'
import { Relay } from '../src/shell/relay.ts'
import type { Message } from '../src/shell/wire.ts'

function rig() {
  const server: Message[] = []
  const frame: Message[] = []
  const relay = new Relay((message) => void server.push(message))
  relay.attach('i1', (message) => void frame.push(message))
  return { relay, server, frame, taken: () => server.splice(0) }
}

const call = (number: number): Message => ({
  id: `i1:${number}`, method: 'Wx.call', params: { instance: 'i1', call: number, received: 0, name: 'login', params: {} },
})
const answer = (number: number): Message => ({ id: `i1:${number}`, result: { errMsg: 'login:ok' } })
const event = (number: number): Message => ({
  id: `i1#${number}`, method: 'App.event', params: { instance: 'i1', number, event: 'show', options: {} },
})
const log = (text: string): Message => ({ method: 'App.log', params: { instance: 'i1', level: 'log', text } })
const ids = (messages: Message[]) => messages.map((message) => message.id ?? message.params?.text)

describe('calls', () => {
  it('go out at once while the line is up, and their answers come in once', () => {
    const { relay, server, frame } = rig()
    relay.opened()
    relay.fromFrame('i1', call(1))
    expect(ids(server)).toEqual(['i1:1'])
    expect(relay.fromServer(answer(1))).toBe(true)
    relay.fromServer(answer(1))
    expect(ids(frame)).toEqual(['i1:1'])
  })

  it('are sent again after a reconnect until answered, under their old ids and in order', () => {
    const { relay, taken } = rig()
    relay.opened()
    for (const number of [1, 2, 3]) relay.fromFrame('i1', call(number))
    relay.fromServer(answer(2))
    relay.closed()
    taken()
    relay.opened()
    expect(ids(taken())).toEqual(['i1:1', 'i1:3'])
  })

  it('made while the line is down wait, in order with what else the app said, and go out once', () => {
    const { relay, taken } = rig()
    relay.opened()
    relay.fromFrame('i1', call(1))
    relay.closed()
    taken()
    relay.fromFrame('i1', log('before'))
    relay.fromFrame('i1', call(2))
    relay.fromFrame('i1', log('after'))
    expect(taken()).toEqual([])
    relay.opened()
    expect(ids(taken())).toEqual(['i1:1', 'before', 'i1:2', 'after'])
    relay.closed()
    relay.opened()
    expect(ids(taken())).toEqual(['i1:1', 'i1:2'])
  })

  it('tell how far the answers have come without a gap', () => {
    const { relay, taken } = rig()
    relay.opened()
    for (const number of [1, 2, 3]) relay.fromFrame('i1', call(number))
    relay.fromServer(answer(3))
    expect(relay.alive()).toEqual({ i1: { received: 0, events: 0 } })
    relay.fromServer(answer(1))
    relay.fromServer(answer(2))
    expect(relay.alive()).toEqual({ i1: { received: 3, events: 0 } })
    taken()
    relay.fromFrame('i1', call(4))
    expect(taken()[0]?.params?.received).toBe(3)
  })

  it('of an instance that is gone are forgotten', () => {
    const { relay, frame, taken } = rig()
    relay.fromFrame('i1', call(1))
    relay.detach('i1')
    relay.opened()
    relay.fromServer(answer(1))
    expect([...taken(), ...frame]).toEqual([])
    expect(relay.alive()).toEqual({})
  })
})

describe('events', () => {
  it('reach the app once, however often they come', () => {
    const { relay, frame, taken } = rig()
    relay.opened()
    relay.fromServer(event(1))
    relay.fromServer(event(1))
    expect(ids(frame)).toEqual(['i1#1'])
    expect(taken()).toEqual([])
    relay.fromFrame('i1', { id: 'i1#1', result: {} })
    relay.fromServer(event(1))
    expect(ids(frame)).toEqual(['i1#1'])
    expect(ids(taken())).toEqual(['i1#1', 'i1#1'])
  })

  it('handled while the line was down are told in the next hello', () => {
    const { relay, taken } = rig()
    relay.opened()
    relay.fromServer(event(1))
    relay.closed()
    relay.fromFrame('i1', { id: 'i1#1', result: {} })
    expect(taken()).toEqual([])
    expect(relay.alive()).toEqual({ i1: { received: 0, events: 1 } })
  })

  it('wait for a frame that is still starting', () => {
    const frame: Message[] = []
    const relay = new Relay(() => {})
    relay.opened()
    relay.fromServer({ ...event(1), id: 'i2#1', params: { ...event(1).params, instance: 'i2' } })
    expect(relay.alive()).toEqual({})
    relay.attach('i2', (message) => void frame.push(message))
    expect(ids(frame)).toEqual(['i2#1'])
  })
})

it('leaves what is not for an app to others', () => {
  const { relay } = rig()
  expect(relay.fromServer({ id: 3, result: {} })).toBe(false)
  expect(relay.fromServer({ method: 'Phone.state', params: {} })).toBe(false)
})
