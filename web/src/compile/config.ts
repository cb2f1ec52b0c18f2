/** The JSON files: https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html */
import { nearestName } from '../runtime/nearest.ts'
import type { Json } from '../runtime/types.ts'
import { parseJson } from './json.ts'
import { inBoth, type Files, type Report } from './report.ts'

const NOT_CONFIG = /(^|\/)(package|package-lock|tsconfig|project\.config|project\.private\.config|sitemap)\.json$/

/** Configs by path without suffix; those that cannot be read are reported and left out. */
export function configs(files: Files, report: Report): Record<string, Json> {
  const made: Record<string, Json> = {}
  for (const [file, text] of Object.entries(files)) {
    if (!file.endsWith('.json') || NOT_CONFIG.test(file)) continue
    const read = parseJson(file, text)
    if ('problem' in read) report.error(read.problem)
    const value = 'value' in read ? read.value : undefined
    if (isObject(value)) made[file.slice(0, -5)] = value
    else if (value !== undefined && (file === 'app.json' || files[`${file.slice(0, -5)}.wxml`] !== undefined)) {
      report.error({ file, line: 1, column: 1, says: inBoth('应该是一个对象 {…}。', 'This should be an object {…}.') })
    }
    if (isObject(value)) checkShapes(file, text, value, report)
  }
  for (const file of Object.keys(files)) {
    const path = file.slice(0, -5)
    if (file.endsWith('.wxml') && made[path] === undefined) made[path] = {}
  }
  return made
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What must be a list or an object where it is there at all; what is neither is reported and left out. */
const SHAPES: Record<string, 'list' | 'object'> = {
  pages: 'list', subpackages: 'list', subPackages: 'list', window: 'object', tabBar: 'object', usingComponents: 'object', componentGenerics: 'object',
}
const WORDS = { list: ['应该是数组 […]', 'should be a list […]'], object: ['应该是对象 {…}', 'should be an object {…}'] } as const

function checkShapes(file: string, text: string, config: Json, report: Report): void {
  for (const [key, shape] of Object.entries(SHAPES)) {
    if (config[key] === undefined || (shape === 'list' ? Array.isArray(config[key]) : isObject(config[key]))) continue
    delete config[key]
    const [chinese, english] = WORDS[shape]
    report.error({ file, ...find(text, key), says: inBoth(`${key} ${chinese}。`, `${key} ${english}.`) })
  }
}

/** app.json with the pages of its sub-packages among its pages. */
export function appConfig(files: Files, json: Record<string, Json>, report: Report): Json & { pages: string[] } {
  const app = json.app
  if (!app) {
    if (files['app.json'] === undefined) {
      report.error({ file: 'app.json', line: 0, column: 0, says: inBoth('这个文件夹里没有 app.json。', 'There is no app.json in this folder.') })
    }
    return { pages: [] }
  }
  const own: unknown = app.pages
  if (!Array.isArray(own) || own.length === 0) {
    report.error({ file: 'app.json', line: 1, column: 1, says: inBoth('app.json 的 pages 至少要有一个页面。', 'pages in app.json needs at least one page.') })
  }
  const listed: Listed[] = (Array.isArray(own) ? own : []).map(page => ({ path: trimmed(page), words: [String(page)] }))
  for (const { root, pages: inside } of (app.subpackages ?? app.subPackages ?? []).filter(isObject)) {
    for (const page of Array.isArray(inside) ? inside : []) listed.push({ path: `${trimmed(root)}/${trimmed(page)}`, words: [String(root), String(page)] })
  }
  const paths = listed.map(({ path }) => path)
  checkPages(files, listed, report)
  checkTabs(files, app, paths, report)
  return { ...app, pages: paths }
}

/** A page, and the words of app.json that name it, one after the other. */
interface Listed { path: string; words: string[] }

const trimmed = (path: unknown) => String(path).replace(/^\/|\/$/g, '')

/** A page needs a template and a script. */
function checkPages(files: Files, pages: Listed[], report: Report): void {
  const scriptOf = (path: string) => ['js', 'ts'].find(suffix => files[`${path}.${suffix}`] !== undefined)
  const listed = new Set(pages.map(({ path }) => path))
  for (const { path: page, words } of pages) {
    const absent = [files[`${page}.wxml`] === undefined ? 'wxml' : '', scriptOf(page) ? '' : scriptOf('app') ?? 'js'].filter(Boolean)
    if (!absent.length) continue
    const named = `${page}.${absent.join(`, ${page}.`)}`
    const there = Object.keys(files).filter(file => file.endsWith('.wxml')).map(file => file.slice(0, -5))
    const meant = absent.length > 1 ? nearestName(page, there.filter(path => !listed.has(path) && scriptOf(path))) : undefined
    const says = inBoth(`页面缺少文件 ${named}。${meant ? `是不是 ${meant}？` : ''}`, `The page has no file ${named}.${meant ? ` Is ${meant} meant?` : ''}`)
    report.error({ file: 'app.json', ...find(files['app.json']!, ...words), says })
  }
}

function checkTabs(files: Files, app: Json, pages: string[], report: Report): void {
  const list: unknown = app.tabBar?.list
  for (const { pagePath } of (Array.isArray(list) ? list : []).filter(isObject)) {
    if (pages.includes(String(pagePath).replace(/^\//, ''))) continue
    const says = inBoth(`tabBar 的 ${pagePath} 不在 pages 里。`, `${pagePath} of tabBar is not among the pages.`)
    report.error({ file: 'app.json', ...find(files['app.json']!, String(pagePath)), says })
  }
}

/** Where the last of these words stands in quotes, each looked for behind the one before it. */
function find(text: string, ...words: string[]): { line: number; column: number } {
  let at = -1
  for (const word of words) {
    const found = text.indexOf(JSON.stringify(word), at + 1)
    if (found >= 0) at = found
  }
  const before = text.slice(0, Math.max(0, at)).split('\n')
  return { line: before.length, column: before.at(-1)!.length + 1 }
}
