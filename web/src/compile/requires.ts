/** Files that a script asks for and that are not there: a phone tells it only when that line runs. */
import { parse } from 'acorn'
import { fullAncestor } from 'acorn-walk'
import { moduleOf, nearestModule } from '../modules.ts'
import { keyOf, Memo } from './memo.ts'
import { reached } from './reached.ts'
import { type Files, inBoth, type Report } from './report.ts'

const ASKS = /\brequire\s*(?:\.async\s*)?\(\s*(["'])([^"'\n]+)\1/g

interface Asked { path: string; line: number }

const memo = new Memo<Asked[]>()

/** `made`: what the scripts were compiled to, in which an import is a require, too. Packages are told of elsewhere. */
export function requires(files: Files, made: Record<string, string>, report: Report): void {
  const has = (key: string) => made[key] !== undefined
  const isGone = (path: string, from: string) => moduleOf(has, path, from) === null
  const suspects = Object.keys(made).filter(key => [...made[key]!.matchAll(ASKS)].some(([, , path]) => isGone(path!, key)))
  const used = suspects.length ? reached(files) : new Set<string>()
  for (const key of suspects.filter(one => used.has(one))) {
    const file = files[`${key}.ts`] === undefined ? `${key}.js` : `${key}.ts`
    for (const { path, line } of memo.get(keyOf(file, made[key]!), report, () => asked(made[key]!))) {
      if (!isGone(path, key)) continue
      const near = nearestModule(Object.keys(made), path, key)
      if (near === undefined && !/^[./]/.test(path)) continue
      const column = (files[file]!.split('\n')[line - 1] ?? '').search(new RegExp(`["']${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']`)) + 1
      report.warn({ file, line, column, says: words(path, near) })
    }
  }
}

const words = (path: string, near: string | undefined) => near === undefined
  ? inBoth(`没有 "${path}" 这个文件。`, `There is no file "${path}".`)
  : inBoth(`没有 "${path}" 这个文件，最接近的是 "${near}"。`, `There is no file "${path}"; the nearest is "${near}".`)

/** What it asks the loader for, and does not reckon with not getting: a `require` of a bundler's own is another. */
function asked(source: string): Asked[] {
  const found: Asked[] = []
  let own = false
  const tree = parse(source, { ecmaVersion: 'latest', allowReturnOutsideFunction: true, allowHashBang: true, locations: true })
  fullAncestor(tree, (node: any, _state: unknown, ancestors: any[]) => {
    own ||= (node.type === 'FunctionDeclaration' || node.type === 'VariableDeclarator') && node.id?.name === 'require'
    const path = node.type === 'CallExpression' && isRequire(node.callee) ? node.arguments[0]?.value : undefined
    if (typeof path === 'string' && !ancestors.some(reckons)) found.push({ path, line: node.loc.start.line })
  })
  return own ? [] : found
}

const isRequire = (callee: any): boolean => callee.name === 'require'
  || (callee.type === 'MemberExpression' && callee.object.name === 'require' && callee.property.name === 'async')

const reckons = (node: any): boolean => node.type === 'TryStatement' || node.params?.some((one: any) => one.name === 'require')
