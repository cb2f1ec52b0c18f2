/** WXML and WXS to one JavaScript expression: a map from path to template. */
import { TmplGroup } from 'glass-easel-template-compiler'
import type { Problem } from '../runtime/types.ts'
import type { Files, Report } from './report.ts'
import { wxs, WXS_GLOBALS } from './wxs.ts'

/** Attributes that the compiler knows and the runtime's engine does not. */
const UNKNOWN_TO_ENGINE = /\s(class|style):[\w-]+\s*=/g

interface CompilerError { isError: boolean; message: string; startLine: number; startColumn: number }

export function templates(files: Files, report: Report): string {
  const group = new TmplGroup()
  try {
    group.setExtraRuntimeScript(WXS_GLOBALS)
    for (const [file, text] of Object.entries(files)) {
      if (file.endsWith('.wxs')) group.addScript(file.slice(0, -4), script(file, text, 1, report))
    }
    for (const [file, text] of Object.entries(files)) if (file.endsWith('.wxml')) addTemplate(group, file, text, report)
    return group.getTmplGenObjectGroups()
  } finally {
    group.free()
  }
}

function addTemplate(group: TmplGroup, file: string, text: string, report: Report): void {
  const path = file.slice(0, -5)
  for (const found of text.matchAll(UNKNOWN_TO_ENGINE)) {
    report.error(at(text, found.index + 1, file, `${found[1]}:… 属性不受支持，请用 ${found[1]}="{{…}}"。 The attribute ${found[1]}:… is not supported; use ${found[1]}="{{…}}".`))
  }
  const problems: CompilerError[] = group.addTmpl(path, text)
  for (const problem of problems) {
    const { message, startLine, startColumn } = problem
    const place = { file, line: startLine + 1, column: startColumn + 1, message }
    if (problem.isError) report.error(place)
    else report.warn(place)
  }
  for (const name of group.getInlineScriptModuleNames(path)) {
    const inline = group.getInlineScript(path, name)
    group.setInlineScript(path, name, script(file, inline, group.getInlineScriptStartLine(path, name) + 1, report))
  }
}

function script(file: string, source: string, firstLine: number, report: Report): string {
  try {
    return wxs(source)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const { loc } = error as SyntaxError & { loc?: { line: number; column: number } }
    const message = error.message.replace(/ \(\d+:\d+\)$/, '')
    report.error({ file, line: firstLine + (loc?.line ?? 1) - 1, column: (loc?.column ?? 0) + 1, message })
    return ''
  }
}

function at(text: string, offset: number, file: string, message: string): Problem {
  const before = text.slice(0, offset).split('\n')
  return { file, line: before.length, column: before.at(-1)!.length + 1, message }
}
