/** WXML and WXS to one JavaScript expression: a map from path to template. */
import { TmplGroup } from 'glass-easel-template-compiler'
import type { Problem, Says } from '../runtime/types.ts'
import { circles } from './circles.ts'
import { keyOf, Memo } from './memo.ts'
import { inBoth, syntax, type Files, type Report } from './report.ts'
import { wxs, WXS_GLOBALS } from './wxs.ts'

/** Attributes that the compiler knows and the runtime's engine does not; comments and text between tags are passed over. */
const UNKNOWN_TO_ENGINE = /<!--[\s\S]*?-->|>[^<]*|\s(class|style):[\w-]+\s*=/g

/** The compiler's words for what WeChat refuses too, though the compiler itself would go on. */
const REFUSED = ['missing end tag', 'invalid end tag']

/** And what the compiler refuses though WeChat does not. */
const ACCEPTED = ['child nodes are not allowed for this element']

const CHINESE: Record<string, string> = {
  'missing end tag': '标签没有闭合',
  'invalid end tag': '结束标签没有对应的开始标签',
  'incomplete tag': '标签不完整',
  'unexpected character inside expression': '表达式里有意外的字符',
  'invalid attribute': '无效的属性',
  'invalid attribute prefix': '无效的属性前缀',
  'should be quoted': '属性值应该加引号',
  'duplicated attribute': '属性重复',
  'invalid attribute name': '无效的属性名',
  'unexpected character': '有意外的字符，多半缺一个引号',
  'this attribute is deprecated': '这个写法已经过时',
}

interface CompilerError { isError: boolean; level: string; message: string; startLine: number; startColumn: number }

/** What is made of one file: its template as JavaScript, and the files that it names. */
interface Compiled { template: string; needs: string[] }

const memo = new Memo<Compiled>()
const wxsMemo = new Memo<string>()

export function templates(files: Files, report: Report): string {
  const named = (suffix: string) => Object.keys(files).filter(file => file.endsWith(suffix)).sort()
  const scripts = named('.wxs').map(file => {
    const [path, text] = [JSON.stringify(file.slice(0, -4)), files[file]!]
    const source = wxsMemo.get(keyOf(file, text), report, own => script(file, text, 1, own))
    return `R[${path}]=D(${path},(require,exports,module)=>{${source}\n});`
  })
  const { found, mended } = circles(files)
  for (const { file, offset, way } of found) {
    report.error(at(files[file]!, offset, file, inBoth(`循环 include：${way}，这一句被忽略。`, `A circle of include: ${way}. This one is left out.`)))
  }
  const made = named('.wxml').map(file => {
    const text = mended[file] ?? files[file]!
    const { template, needs } = memo.get(keyOf(file, text), report, own => compiled(file, text, own))
    checkFiles(needs, file, text, files, report)
    return `L(${JSON.stringify(file.slice(0, -5))},${quoted(template)});`
  })
  return `(()=>{var G={};var R={};${LAZY}${globals()}\n${scripts.join('')}${made.join('')}return G})()`
}

/** A template is read when it is first asked for: a large project opens one page at a time, and a text is cheap. */
const LAZY = 'var L=(k,s)=>Object.defineProperty(G,k,{configurable:true,enumerable:true,get(){' +
  'var v=eval(s);Object.defineProperty(G,k,{value:v,enumerable:true});return v}});'

const ESCAPES: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\u2028': '\\u2028', '\u2029': '\\u2029' }

/** In single quotes, for the code itself has double ones. */
const quoted = (code: string): string => `'${code.replace(/[\\'\n\r\u2028\u2029]/g, char => ESCAPES[char]!)}'`

let known = ''

/** What all templates share: the compiler's own helpers with those for scripts, and ours. */
function globals(): string {
  known ||= withGroup(group => {
    group.setExtraRuntimeScript(WXS_GLOBALS)
    group.addScript('any', '')
    return group.exportGlobals()
  })
  return known
}

/** Each file by itself: a template reaches others by name, when it runs. */
function compiled(file: string, text: string, report: Report): Compiled {
  const path = file.slice(0, -5)
  return withGroup(group => {
    addTemplate(group, file, text, report)
    const needs = [...group.getDirectDependencies(path).map((one: string) => `${one}.wxml`), ...group.getScriptDependencies(path).map((one: string) => `${one}.wxs`)]
    return { template: group.getTmplGenObject(path), needs }
  })
}

function withGroup<Result>(run: (group: TmplGroup) => Result): Result {
  const group = new TmplGroup()
  try {
    return run(group)
  } finally {
    group.free()
  }
}

function addTemplate(group: TmplGroup, file: string, text: string, report: Report): void {
  const path = file.slice(0, -5)
  for (const found of text.matchAll(UNKNOWN_TO_ENGINE)) {
    if (!found[1]) continue
    const [name] = found.slice(1)
    report.error(at(text, found.index + 1, file, inBoth(`${name}:… 属性不受支持，请用 ${name}="{{…}}"。`, `The attribute ${name}:… is not supported; use ${name}="{{…}}".`)))
  }
  const problems: CompilerError[] = group.addTmpl(path, text)
  for (const problem of problems) {
    const { level, message, startLine, startColumn } = problem
    const english = `${message[0]!.toUpperCase()}${message.slice(1)}.`
    const place = { file, line: startLine + 1, column: startColumn + 1, says: inBoth(CHINESE[message] ? `${CHINESE[message]}。` : english, english) }
    if (message === 'invalid attribute' && isOnBlock(text, startLine, startColumn)) continue
    if (REFUSED.includes(message) || (problem.isError && !ACCEPTED.includes(message))) report.error(place)
    else if (level !== 'Note') report.warn(place)
  }
  for (const name of group.getInlineScriptModuleNames(path)) {
    const inline = group.getInlineScript(path, name)
    group.setInlineScript(path, name, script(file, inline, group.getInlineScriptStartLine(path, name) + 1, report))
  }
}

/** uni-app writes classes on blocks, which have none; WeChat lets them pass. */
function isOnBlock(text: string, line: number, column: number): boolean {
  const lines = text.split('\n')
  const before = [...lines.slice(0, line), lines[line]!.slice(0, column)].join('\n')
  return /^<block\b/.test(before.slice(before.lastIndexOf('<')))
}

/** Templates and scripts that the template names must be there. */
function checkFiles(needs: string[], file: string, text: string, files: Files, report: Report): void {
  for (const wanted of needs) {
    if (files[wanted] !== undefined) continue
    const base = wanted.split('/').at(-1)!.replace(/\.\w+$/, '')
    report.error(at(text, Math.max(0, text.indexOf(base)), file, inBoth(`找不到文件 ${wanted}。`, `The file ${wanted} does not exist.`)))
  }
}

function script(file: string, source: string, firstLine: number, report: Report): string {
  try {
    return wxs(source)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const { loc } = error as SyntaxError & { loc?: { line: number; column: number } }
    const message = error.message.replace(/ \(\d+:\d+\)$/, '')
    report.error({ file, line: firstLine + (loc?.line ?? 1) - 1, column: (loc?.column ?? 0) + 1, says: syntax(message) })
    return ''
  }
}

function at(text: string, offset: number, file: string, says: Says): Problem {
  const before = text.slice(0, offset).split('\n')
  return { file, line: before.length, column: before.at(-1)!.length + 1, says }
}
