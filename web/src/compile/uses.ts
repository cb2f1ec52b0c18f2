/** What a project names of WeChat's: `wx.…` in its scripts, tags in its templates, each with the first place. */
import { parse } from 'acorn'
import { full } from 'acorn-walk'
import { isForeign } from '../runtime/plugins.ts'
import { configs } from './config.ts'
import { Report, type Files } from './report.ts'
import { scripts } from './script.ts'

/** `file:line` by name; components by `<tag> (where)` and plugins by address, as the runtime names those that it does not find. */
export interface Uses { wx: Record<string, string>; tags: Record<string, string>; components: Record<string, string>; plugins: Record<string, string> }

/** Tags of the language itself. */
const LANGUAGE = new Set(['block', 'slot', 'template', 'import', 'include', 'wxs'])

const NOT_TAGS = /<!--[\s\S]*?-->|(?<=<wxs\b[^>]*>)[\s\S]*?(?=<\/wxs>)/g

export function uses(files: Files): Uses {
  const found: Uses = { wx: {}, tags: {}, components: {}, plugins: {} }
  const report = new Report()
  for (const [path, source] of Object.entries(scripts(files, report))) {
    for (const { kind, name, line } of namesIn(source)) found[kind][name] ??= `${path}.${files[`${path}.ts`] === undefined ? 'js' : 'ts'}:${line}`
  }
  const json = configs(files, report)
  const everywhere = Object.keys(json.app?.usingComponents ?? {})
  const anywhere = Object.values(json).flatMap(({ usingComponents }) => Object.keys(usingComponents ?? {}))
  for (const file of Object.keys(files).filter(name => name.endsWith('.wxml')).sort()) {
    const config = json[file.slice(0, -5)] ?? {}
    // Templates that others import stand in their components' place.
    const lent = isScripted(files, file.slice(0, -5)) ? [] : anywhere
    const own = new Set([...everywhere, ...lent, ...Object.keys(config.usingComponents ?? {}), ...Object.keys(config.componentGenerics ?? {})])
    for (const { name, line } of tags(files[file]!)) if (!own.has(name)) found.tags[name] ??= `${file}:${line}`
  }
  for (const [path, { usingComponents = {} }] of Object.entries(json)) {
    for (const [tag, where] of Object.entries<string>(usingComponents)) {
      const place = `${path}.json:${lineOf(files[`${path}.json`] ?? '', `"${tag}"`)}`
      if (isForeign(where)) found.plugins[where] ??= place
      else found.components[`<${tag}> (${where})`] ??= place
    }
  }
  return found
}

const isScripted = (files: Files, path: string) => files[`${path}.js`] !== undefined || files[`${path}.ts`] !== undefined

function lineOf(text: string, part: string): number {
  return text.slice(0, Math.max(0, text.indexOf(part))).split('\n').length
}

/** What a script reads of `wx`, and the plugins it asks for. */
function namesIn(source: string): { kind: 'wx' | 'plugins'; name: string; line: number }[] {
  const found: { kind: 'wx' | 'plugins'; name: string; line: number }[] = []
  const tree = parse(source, { ecmaVersion: 'latest', allowReturnOutsideFunction: true, allowHashBang: true, locations: true })
  full(tree, (node: any) => {
    const { line } = node.loc.start
    if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'wx' && !node.computed) {
      found.push({ kind: 'wx', name: node.property.name, line })
    } else if (node.type === 'CallExpression' && node.callee.name === 'requirePlugin' && typeof node.arguments[0]?.value === 'string') {
      found.push({ kind: 'plugins', name: `requirePlugin("${node.arguments[0].value}")`, line })
    }
  })
  return found.sort((one, other) => one.line - other.line)
}

function tags(text: string): { name: string; line: number }[] {
  const plain = text.replace(NOT_TAGS, part => part.replace(/[^\n]/g, ' '))
  return [...plain.matchAll(/<([a-zA-Z][\w-]*)/g)].filter(([, name]) => !LANGUAGE.has(name!))
    .map(({ 1: name, index }) => ({ name: name!, line: plain.slice(0, index).split('\n').length }))
}
