/** The frame's entry: waits for the shell's port, then speaks docs/protocol.md section 7 over it. */
import '../builtins/styles.css'
import './frame.css'
import { Peer, type Message } from '../peer.ts'
import { carried, copied, documentOf, rules } from '../still.ts'
import type { Command } from '../runtime/drive.ts'
import type { Look } from '../runtime/inspect.ts'
import { Driver, type Boot } from './driver.ts'

function connect(port: MessagePort): void {
  let driver: Driver | null = null
  /** As JSON would carry it: functions and undefined members do not travel. */
  const send = (message: Message) => port.postMessage(JSON.parse(JSON.stringify(message)))
  const peer = new Peer(send)
  peer.methods['Frame.boot'] = params => {
    if (driver) throw new Error('this frame runs a mini-program already')
    driver = new Driver(params as Boot, send)
    return {}
  }
  peer.methods['Frame.ping'] = () => ({})
  const running = () => {
    if (!driver) throw new Error('the mini-program is not running')
    return driver
  }
  peer.methods['Frame.inspect'] = params => running().look(params as Look)
  peer.methods['Frame.drive'] = params => ({ value: running().act(params as Command) ?? null })
  peer.methods['Frame.place'] = params => ({ place: running().place(params as Command) })
  peer.methods['Frame.settle'] = ({ now }) => running().settle(now)
  peer.methods['Frame.still'] = async () => ({
    html: documentOf(document.documentElement, await carried(rules(document)), await carried(copied(document.body).outerHTML)),
  })
  peer.methods['Frame.environment'] = params => driver?.update(params)
  port.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.method?.startsWith('Frame.')) peer.receive(data)
    else driver?.receive(data)
  }
}

function onMessage({ data, ports, source }: MessageEvent): void {
  if (source !== window.parent || data?.wxemu !== 'connect' || !ports[0]) return
  window.removeEventListener('message', onMessage)
  connect(ports[0])
}

/** A sandboxed page may name its stores and not touch them. Scripts that look around (by a sloppy `this`) find none, as on a phone. */
for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) Object.defineProperty(window, name, { value: undefined, configurable: true })

window.addEventListener('message', onMessage)
