/** The mini-programs' requests as the journal tells them. */
import type { Entry } from '../wire.ts'

export interface Exchange {
  seq: number
  at: number
  name: string
  url: string
  method: string
  given: Record<string, unknown>
  /** Null while it is under way. */
  ended: { ok: boolean; at: number; status: string; result: Record<string, unknown> } | null
}

const NAMES = new Set(['wx.request', 'wx.downloadFile', 'wx.uploadFile', 'wx.connectSocket'])

/** In the order in which they began. */
export function exchanges(entries: Entry[]): Exchange[] {
  const found = new Map<number, Exchange>()
  for (const entry of entries) {
    if (!NAMES.has(entry.kind)) continue
    if (entry.phase === 'start') found.set(entry.seq, begun(entry))
    const began = entry.phase === 'end' && entry.of !== null ? found.get(entry.of) : undefined
    if (began) began.ended = ending(entry)
  }
  return [...found.values()]
}

function begun({ seq, at, kind, detail }: Entry): Exchange {
  const given = (detail.params ?? {}) as Record<string, unknown>
  return { seq, at, name: kind.slice(3), url: String(given.url ?? ''), method: String(given.method ?? 'GET').toUpperCase(), given, ended: null }
}

function ending({ ok, at, detail }: Entry): Exchange['ended'] {
  const result = (detail.result ?? {}) as Record<string, unknown>
  const status = ok ? String(result.statusCode ?? 'ok') : String(detail.error ?? 'fail')
  return { ok, at, status, result }
}
