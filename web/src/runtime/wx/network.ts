/** https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html */
import type { Json } from '../types.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { typeName } from './check.ts'
import type { Family, Start, WxNeeds } from './needs.ts'

type Heard = (result: Json) => void

export function network(needs: WxNeeds): Family {
  return {
    tasks: { request: request(needs) },
    local: { getNetworkType: () => ({ networkType: needs.environment.network, hasSystemProxy: false }) },
  }
}

function request(needs: WxNeeds): Start {
  return (params, finish, call) => {
    const listeners = { headers: new Set<Heard>(), chunks: new Set<Heard>() }
    let open = true
    const end = (reply: Json) => {
      if (!open) return
      open = false
      for (const listener of 'header' in reply ? listeners.headers : []) tell(listener, { header: reply.header, cookies: reply.cookies, statusCode: reply.statusCode }, needs)
      finish(reply)
    }
    call(needs.callServer('request', sent(params), reply => end(received(reply, params))) ?? undefined)
    return {
      abort: () => end({ errMsg: 'request:fail abort' }),
      onHeadersReceived: (listener: Heard) => void listeners.headers.add(listener),
      offHeadersReceived: (listener?: Heard) => remove(listeners.headers, listener),
      onChunkReceived: (listener: Heard) => void listeners.chunks.add(listener),
      offChunkReceived: (listener?: Heard) => remove(listeners.chunks, listener),
    }
  }
}

function tell(listener: Heard, result: Json, needs: WxNeeds): void {
  try {
    listener(result)
  } catch (error) {
    needs.fault(error, 'RequestTask.onHeadersReceived')
  }
}

function remove(from: Set<Heard>, listener?: Heard): void {
  if (listener) from.delete(listener)
  else from.clear()
}

/** What goes over the wire: `data` in the url of a GET, as text or bytes in the body of all else. */
export function sent({ url, data, header, method = 'GET', responseType = 'text', timeout }: Json): Json {
  const headers = { 'content-type': 'application/json', ...headersOf(header) }
  const common = { url, method: String(method).toUpperCase(), header: headers, responseType, ...(timeout === undefined ? {} : { timeout }) }
  if (common.method === 'GET') return { ...common, url: withQuery(url, data) }
  if (data === undefined || data === null) return common
  if (typeName(data) === 'ArrayBuffer') return { ...common, body: toBase64(data), bodyIsBase64: true }
  if (typeof data !== 'object') return { ...common, body: String(data) }
  return { ...common, body: headers['content-type'].includes('application/x-www-form-urlencoded') ? form(data) : JSON.stringify(data) }
}

/** Only texts and numbers keep their value, as in the base library; the name of the content type is always small. */
function headersOf(header: unknown): Record<string, string> {
  const entries = typeName(header) === 'Object' ? Object.entries(header as object) : []
  return Object.fromEntries(entries.map(([name, value]) => [
    name.toLowerCase() === 'content-type' ? 'content-type' : name,
    typeof value === 'string' || typeof value === 'number' ? String(value) : Object.prototype.toString.call(value),
  ]))
}

/** The url with the members of `data`; a key that is there already is replaced. Objects become JSON, undefined becomes its name. */
function withQuery(url: string, data: unknown): string {
  if (typeof data !== 'object' || !data || !Object.keys(data).length) return url
  const [address = '', search = ''] = url.split('?')
  const pairs = search.split('&').filter(Boolean).map(pair => pair.split('=') as [string, string])
  const own = Object.entries(data).map(([key, value]) =>
    [encodeURIComponent(key), encodeURIComponent(typeof value === 'object' ? JSON.stringify(value) : value)] as const)
  const all = new Map<string, string>([...pairs, ...own])
  return `${address}?${[...all].map(([key, value]) => `${key}=${value}`).join('&')}`
}

/** `k=v&k2=v2` of the members' plain texts: an inner object is `[object Object]`, as in the base library. */
function form(data: object): string {
  return Object.entries(data).map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&')
}

/** The server's reply with `data` in place of `body`: parsed where `dataType` is json and the text is JSON. */
export function received({ body, ...reply }: Json, { dataType = 'json', responseType = 'text' }: Json): Json {
  if (body === undefined) return reply
  const data = responseType === 'arraybuffer' ? fromBase64(body) : dataType === 'json' ? parsed(body) : body
  return { ...reply, data }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Documented: what is not JSON stays text.
    return text
  }
}
