/** Slips in the names of handlers: a template names one that no script has at all, and its own script has one much like it. */
import { nearestName } from '../runtime/nearest.ts'
import { keyOf, Memo } from './memo.ts'
import { inBoth, type Files, type Report } from './report.ts'

/** `bindtap="join"`, `catch:tap='join'`, `capture-bind:tap="join"`; names that data decide are not known before it runs. */
const BINDING = /\s(?:capture-|mut-)?(?:bind|catch):?([\w-]+)\s*=\s*(["'])([A-Za-z_$][\w$]*)\2/g

const COMMENT = /<!--[\s\S]*?-->/g

/** Whatever might be a method, by the sign behind its name. */
const METHOD = /(?<![\w$])([A-Za-z_$][\w$]*)\s*[(:=]/g

/** `catchtouchmove="true"` is how one keeps a page from scrolling. */
const NO_NAMES = ['true', 'false']

interface Slip { event: string; name: string; near: string; line: number; column: number }

const memo = new Memo<Slip[]>()

/** `paths`: the pages and components; other templates stand in theirs. */
export function handlers(files: Files, paths: Iterable<string>, report: Report): void {
  const scripts = Object.entries(files).filter(([file]) => /\.(js|ts|wxs)$/.test(file)).map(([, text]) => text)
  for (const path of new Set(paths)) {
    const file = `${path}.wxml`
    const [template, own] = [files[file], files[`${path}.ts`] ?? files[`${path}.js`]]
    if (template === undefined || own === undefined) continue
    const found = memo.get(keyOf(file, own, template), report, () => slips(template, own))
    for (const { event, name, near, line, column } of found) {
      // It may come from a behavior, or be put together by a library.
      const word = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`)
      if (scripts.some(text => word.test(text))) continue
      report.warn({ file, line, column, says: inBoth(`没有处理 ${event} 事件的方法 ${name}，最接近的是 ${near}。`, `There is no method ${name} for the event ${event}; the nearest is ${near}.`) })
    }
  }
}

/** Bindings whose name the template's own script has not, and has one much like it. */
function slips(template: string, script: string): Slip[] {
  const plain = template.replace(COMMENT, part => part.replace(/[^\n]/g, ' '))
  const bindings = [...plain.matchAll(BINDING)].filter(([, , , name]) => !NO_NAMES.includes(name!))
  if (bindings.length === 0) return []
  const known = new Set([...script.matchAll(METHOD)].map(([, name]) => name!))
  return bindings.flatMap(({ 0: text, 1: event = '', 3: name = '', index }) => {
    const near = known.has(name) ? undefined : nearestName(name, known, Math.min(2, Math.max(1, name.length >> 2)))
    if (near === undefined) return []
    const before = plain.slice(0, index + text.length - name.length - 1).split('\n')
    return [{ event, name, near, line: before.length, column: before.at(-1)!.length + 1 }]
  })
}
