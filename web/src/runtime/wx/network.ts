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
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(header ?? {})) headers[name] = String(value)
  if (!Object.keys(headers).some(name => name.toLowerCase() === 'content-type')) headers['content-type'] = 'application/json'
  const common = { url, method: String(method).toUpperCase(), header: headers, responseType, ...(timeout === undefined ? {} : { timeout }) }
  if (data === undefined || data === null) return common
  if (typeName(data) === 'ArrayBuffer') return { ...common, body: toBase64(data), bodyIsBase64: true }
  const plain = typeName(data) === 'Object'
  if (common.method === 'GET' && plain) return { ...common, url: withQuery(url, data) }
  if (common.method === 'GET') return common
  if (typeof data === 'string') return { ...common, body: data }
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')![1].toLowerCase()
  return { ...common, body: type.includes('application/x-www-form-urlencoded') ? query(data) : JSON.stringify(data) }
}

/** Keys already in the url are replaced by those of `data`; a fragment is dropped. */
function withQuery(url: string, data: Json): string {
  const [address = '', search = ''] = url.replace(/#.*$/s, '').split(/\?(.*)/s)
  const own = query(data)
  const names = new Set(own.split('&').map(pair => pair.split('=')[0]))
  const kept = search.split('&').filter(pair => pair && !names.has(pair.split('=')[0]!))
  const all = [...kept, own].filter(Boolean).join('&')
  return all ? `${address}?${all}` : address
}

/** `k=v&k2=v2`; what is no text is written as JSON, undefined is left out. */
function query(data: Json): string {
  const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value))
  return Object.entries(data).filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(text(value))}`).join('&')
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
