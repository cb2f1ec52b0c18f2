/** Indented JSON cut into coloured pieces. */

export type TokenKind = 'key' | 'text' | 'number' | 'word' | 'plain'

export interface Token { kind: TokenKind; text: string }

const PIECE = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g

export function tokens(value: unknown): Token[] {
  const json = JSON.stringify(value, null, 2) ?? 'undefined'
  const found: Token[] = []
  let end = 0
  for (const match of json.matchAll(PIECE)) {
    if (match.index > end) found.push({ kind: 'plain', text: json.slice(end, match.index) })
    const [whole, text = '', colon] = match
    if (colon !== undefined) found.push({ kind: 'key', text }, { kind: 'plain', text: colon })
    else found.push({ kind: text ? 'text' : match[3] ? 'number' : 'word', text: whole })
    end = match.index + whole.length
  }
  if (end < json.length) found.push({ kind: 'plain', text: json.slice(end) })
  return found
}
