/**
 * Carries the mini-programs' messages between their frames and the server, each call and event exactly once, over any
 * number of connections. See `docs/protocol.md`, sections 1 to 4. No I/O in here.
 */
import type { Message } from './wire.ts'

type Send = (message: Message) => void

/** What is known of one instance. */
interface Book {
  /** Hands a message to the frame; missing until the frame is attached. */
  deliver: Send | null
  /** For the frame, from before it was attached. */
  early: Message[]
  unanswered: Map<number, Message>
  /** All calls up to `received` have their answers; `answered` holds those above it. */
  received: number
  answered: Set<number>
  /** The last event handed to the frame, and the last one that it has handled. */
  delivered: number
  handled: number
}

export interface Progress { received: number; events: number }

export class Relay {
  #books = new Map<string, Book>()
  #open = false
  /** What frames and user said while the line was down, in order. */
  #kept: Message[] = []
  /** So many messages have passed, either way. */
  passed = 0

  constructor(private readonly toServer: Send) {}

  /** A frame is there for this instance; `deliver` posts a message into it. */
  attach(instance: string, deliver: Send): void {
    const book = this.#book(instance)
    book.deliver = deliver
    for (const message of book.early.splice(0)) deliver(message)
  }

  /** The frame of this instance is gone, and with it all that was under way. */
  detach(instance: string): void {
    this.#books.delete(instance)
    this.#kept = this.#kept.filter((message) => message.params?.instance !== instance)
  }

  /** The `instances` of `Shell.hello`. */
  alive(): Record<string, Progress> {
    const attached = [...this.#books].filter(([, book]) => book.deliver)
    return Object.fromEntries(attached.map(([name, book]) => [name, { received: book.received, events: book.handled }]))
  }

  /** The server has accepted us: send again what has no answer, then what was kept. */
  opened(): void {
    this.#open = true
    const kept = this.#kept.splice(0)
    const waiting = new Set(kept)
    for (const book of this.#books.values()) {
      for (const message of book.unanswered.values()) if (!waiting.has(message)) this.#send(book, message)
    }
    for (const message of kept) this.#send(this.#books.get(String(message.params?.instance)), message)
  }

  closed(): void {
    this.#open = false
  }

  /** What the user does while the line is down: said behind what was said before it. */
  keep(message: Message): void {
    this.#kept.push(message)
  }

  /** A `Wx.call`, a notification or the answer to an event. */
  fromFrame(instance: string, message: Message): void {
    this.passed += 1
    const book = this.#books.get(instance)
    if (!book) return
    if (message.method === undefined) {
      book.handled = Math.max(book.handled, eventNumber(message.id))
      if (this.#open) this.toServer(message)
      return
    }
    if (message.method === 'Wx.call') book.unanswered.set(Number(message.params?.call), message)
    if (this.#open) this.#send(book, message)
    else this.#kept.push(message)
  }

  /** True if the message was for a mini-program and has been dealt with. */
  fromServer(message: Message): boolean {
    if (message.method === 'App.event') {
      this.passed += 1
      this.#event(message)
      return true
    }
    const [instance, call] = typeof message.id === 'string' ? message.id.split(':') : []
    if (message.method !== undefined || instance === undefined || call === undefined) return false
    this.passed += 1
    this.#answer(instance, Number(call), message)
    return true
  }

  #event(message: Message): void {
    const book = this.#book(String(message.params?.instance))
    const number = Number(message.params?.number)
    if (number <= book.handled) this.toServer({ id: message.id, result: {} })
    if (number <= book.delivered) return
    book.delivered = number
    this.#hand(book, message)
  }

  #answer(instance: string, call: number, message: Message): void {
    const book = this.#books.get(instance)
    if (!book?.unanswered.delete(call)) return
    book.answered.add(call)
    while (book.answered.delete(book.received + 1)) book.received += 1
    this.#hand(book, message)
  }

  #hand(book: Book, message: Message): void {
    if (book.deliver) book.deliver(message)
    else book.early.push(message)
  }

  #send(book: Book | undefined, message: Message): void {
    const isCall = message.method === 'Wx.call' && book
    this.toServer(isCall ? { ...message, params: { ...message.params, received: book.received } } : message)
  }

  #book(instance: string): Book {
    let book = this.#books.get(instance)
    if (!book) {
      book = {
        deliver: null, early: [], unanswered: new Map(), received: 0, answered: new Set(), delivered: 0, handled: 0,
      }
      this.#books.set(instance, book)
    }
    return book
  }
}

/** 3 of `i1#3`; 0 if the id is none of an event's. */
function eventNumber(id: Message['id']): number {
  const number = typeof id === 'string' ? Number(id.split('#')[1]) : NaN
  return Number.isInteger(number) ? number : 0
}
