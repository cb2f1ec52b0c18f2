/** WXSS to CSS: imports in place, a component's classes under its scope, tags as wx-tags, files marked for the host. */
import postcss, { type AtRule, type Root, type Rule } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import { resolve } from '../paths.ts'
import type { Json, Style } from '../runtime/types.ts'
import { keyOf, Memo } from './memo.ts'
import { inBoth, syntax, type Files, type Report } from './report.ts'

/** Every address as a whole: a picture that is written out may have addresses of its own in it. */
const URL = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s][^)]*?))\s*\)/g
const OUTSIDE = /^(data:|https?:|\/\/|wxasset:|#)/

/** Every page and component gets an entry, so that style scopes have fixed names. */
export function styles(files: Files, json: Record<string, Json>, report: Report): Record<string, Style> {
  const made: Record<string, Style> = {}
  let scopes = 0
  for (const path of ['app', ...Object.keys(json).filter(path => path !== 'app' && files[`${path}.wxml`] !== undefined).sort()]) {
    const scope = isShared(path, json[path] ?? {}) ? '' : `s${(scopes++).toString(36)}`
    const own = files[`${path}.wxss`] === undefined ? '' : css(files, `${path}.wxss`, scope, report, [])
    made[path] = { scope, css: path === 'app' ? extended(files, json, report) + own : own }
  }
  return made
}

const WEUI = 'miniprogram_npm/weui-miniprogram/weui-wxss/dist/style/weui.wxss'

/** Rules that a library of `useExtendedLib` has for the whole app. https://developers.weixin.qq.com/miniprogram/dev/extended/weui/quickstart.html */
function extended(files: Files, json: Record<string, Json>, report: Report): string {
  if (!json.app?.useExtendedLib?.weui) return ''
  if (files[WEUI] !== undefined) return `${css(files, WEUI, '', report, [])}\n`
  report.warn({ file: 'app.json', line: 1, column: 1, says: inBoth('useExtendedLib 的 weui 需要 npm install weui-miniprogram。', 'weui of useExtendedLib needs: npm install weui-miniprogram') })
  return ''
}

/** Whether the file's own rules reach beyond it: app and pages, and components that say so. */
function isShared(path: string, config: Json): boolean {
  if (path === 'app') return true
  const isolation: string = config.styleIsolation ?? (config.component ? 'isolated' : 'page-shared')
  return isolation === 'shared' || isolation === 'page-shared' || (!config.component && isolation !== 'isolated')
}

/** A file's own rules, and the imports that come before them. */
interface Sheet { own: string; imports: { target: string; line: number; column: number }[] }

const memo = new Memo<Sheet>()

function css(files: Files, file: string, scope: string, report: Report, importing: string[]): string {
  const text = files[file]!
  const { own, imports } = memo.get(keyOf(file, scope, text), report, fresh => sheet(file, text, scope, fresh))
  let imported = ''
  for (const { target: named, line, column } of imports) {
    // The suffix may be left out.
    const target = files[named] === undefined && files[`${named}.wxss`] !== undefined ? `${named}.wxss` : named
    const way = [...importing, file]
    if (way.includes(target)) {
      const circle = [...way.slice(way.indexOf(target)), target].join(' → ')
      report.warn({ file, line, column, says: inBoth(`循环 @import：${circle}，这一句被忽略。`, `A circle of @import: ${circle}. This one is left out.`) })
      continue
    }
    if (files[target] === undefined) {
      report.error({ file, line, column, says: inBoth(`找不到 @import 的文件 ${target}。`, `The imported file ${target} does not exist.`) })
    } else imported += `${css(files, target, scope, report, [...importing, file])}\n`
  }
  return imported + own
}

function sheet(file: string, text: string, scope: string, report: Report): Sheet {
  let root: Root
  try {
    root = postcss.parse(text)
  } catch (error) {
    const { line = 1, column = 1, reason } = error as { line?: number; column?: number; reason?: string }
    report.error({ file, line, column, says: syntax(reason ?? String(error)) })
    return { own: '', imports: [] }
  }
  const imports = takeImports(root, file)
  root.walkDecls(declaration => {
    declaration.value = declaration.value.replace(URL, (whole, double?: string, single?: string, bare?: string) => {
      const path = double ?? single ?? bare ?? ''
      return !path || OUTSIDE.test(path) ? whole : `url("wxasset:/${resolve(path.replace(/[?#].*$/, ''), file)}")`
    })
  })
  root.walkRules(rule => {
    if (!inKeyframes(rule)) rule.selector = selector(rule, scope, file, report)
  })
  return { own: root.toString(), imports }
}

function takeImports(root: Root, file: string): Sheet['imports'] {
  const imports: Sheet['imports'] = []
  root.walkAtRules('import', (rule: AtRule) => {
    const path = /["']([^"']+)["']/.exec(rule.params)?.[1] ?? /url\(([^)]+)\)/.exec(rule.params)?.[1] ?? ''
    const { line = 1, column = 1 } = rule.source?.start ?? {}
    imports.push({ target: resolve(path, file), line, column })
    rule.remove()
  })
  return imports
}

function inKeyframes(rule: Rule): boolean {
  return rule.parent?.type === 'atrule' && (rule.parent as AtRule).name.endsWith('keyframes')
}

function selector(rule: Rule, scope: string, file: string, report: Report): string {
  try {
    return selectorParser(parsed => {
      parsed.walkTags(tag => {
        if (!/^(from|to|\d)/.test(tag.value)) tag.value = `wx-${tag.value}`
      })
      parsed.walkPseudos(pseudo => {
        // As with web components, a class that the outside gives the host wins over what the component says of it.
        if (pseudo.value === ':host' && scope) pseudo.replaceWith(selectorParser.pseudo({ value: `:where([wx-host="${scope}"])` }))
      })
      if (scope) {
        parsed.walkClasses(name => { name.value = `${scope}--${name.value}` })
        parsed.walkIds(id => { id.value = `${scope}--${id.value}` })
      }
    }).processSync(rule.selector)
  } catch (error) {
    const { line = 1, column = 1 } = rule.source?.start ?? {}
    report.warn({ file, line, column, says: syntax(String((error as Error).message)) })
    return rule.selector
  }
}
