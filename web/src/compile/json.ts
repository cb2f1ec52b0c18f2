/** Why a text is no JSON, in words that say what to do; app.json takes no more than JSON does. */
import type { Problem, Says } from '../runtime/types.ts'
import { inBoth, syntax } from './report.ts'

/** The value of a file's text, or what is wrong with it and where. */
export function parseJson(file: string, text: string): { value: unknown } | { problem: Problem } {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) }
  } catch (error) {
    const words = String((error as Error).message)
    const offset = offsetOf(words, text)
    const known = KNOWN.map(look => look(text, offset)).find(Boolean)
    const { at, says } = known ?? { at: offset, says: syntax(words.replace(/ in JSON at position.*$/, '').replace(/ \(line.*$/, '')) }
    const before = text.slice(0, at).split('\n')
    return { problem: { file, line: before.length, column: before.at(-1)!.length + 1, says } }
  }
}

/** Where the parser stops; its words do not always say. What it has read so far could still become JSON. */
function offsetOf(words: string, text: string): number {
  const offset = positionIn(words)
  if (offset !== null) return offset
  let [good, bad] = [0, text.length + 1]
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (couldGoOn(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

const positionIn = (words: string) => {
  const found = /position (\d+)/.exec(words)?.[1]
  return found === undefined ? null : Number(found)
}

function couldGoOn(start: string): boolean {
  try {
    JSON.parse(start)
    return true
  } catch (error) {
    const words = String((error as Error).message)
    return /end of JSON|Unterminated/.test(words) || (positionIn(words) ?? -1) >= start.length
  }
}

type Look = (text: string, offset: number) => { at: number; says: Says } | null

/** The mistakes that people make, each recognised where the parser stops. */
const KNOWN: Look[] = [
  (text, offset) => /^\/[/*]/.test(text.slice(offset, offset + 2))
    ? { at: offset, says: inBoth('JSON 里不能写注释，请删掉。', 'JSON takes no comments: remove it.') } : null,
  (text, offset) => {
    const comma = /,\s*$/.exec(text.slice(0, offset))
    return comma && /[}\]]/.test(text[offset] ?? '')
      ? { at: comma.index, says: inBoth(`${text[offset]} 前多了一个逗号。`, `There is a comma too many before ${text[offset]}.`) } : null
  },
  (text, offset) => text[offset] === "'" ? { at: offset, says: inBoth('JSON 的字符串要用双引号。', 'Texts in JSON stand in double quotes.') } : null,
  (text, offset) => /^[A-Za-z_$][\w$]*\s*:/.test(text.slice(offset))
    ? { at: offset, says: inBoth('JSON 的键要加双引号。', 'Keys in JSON stand in double quotes.') } : null,
  (text, offset) => text[offset] === '"' && /["}\]\w]\s*$/.test(text.slice(0, offset))
    ? { at: /\s*$/.exec(text.slice(0, offset))!.index, says: inBoth('这里少了一个逗号。', 'A comma is missing here.') } : null,
  (text, offset) => text.trim() === '' || offset >= text.trimEnd().length
    ? { at: offset, says: inBoth('JSON 没有写完，缺少 } 或 ]。', 'The JSON ends too early: a } or ] is missing.') } : null,
]
