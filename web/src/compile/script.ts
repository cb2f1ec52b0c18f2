/** JavaScript and TypeScript to what the module loader runs: import and export become require and exports. */
import { parse } from 'acorn'
import { transform, type Transform } from 'sucrase'
import { keyOf, Memo } from './memo.ts'
import { syntax, type Files, type Report } from './report.ts'

const memo = new Memo<string>()

const USES_MODULES = /\b(import|export)\b/

/** Scripts written in TypeScript, by path without suffix. */
export const typescript = (files: Files): string[] =>
  Object.keys(files).filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts')).map(file => file.slice(0, -3))

/** Sources by path without suffix; a `.ts` file wins over a `.js` of the same name, as it is the newer one. */
export function scripts(files: Files, report: Report): Record<string, string> {
  const made: Record<string, string> = {}
  const names = Object.keys(files).filter(file => /\.(js|ts)$/.test(file) && !file.endsWith('.d.ts'))
  for (const file of names.sort()) {
    const source = files[file]!
    made[file.slice(0, -3)] = memo.get(keyOf(file, source), report, own => script(file, source, own))
  }
  return made
}

function script(file: string, source: string, report: Report): string {
  const typed = file.endsWith('.ts')
  try {
    if (!typed && !USES_MODULES.test(source)) {
      parse(source, { ecmaVersion: 'latest', allowReturnOutsideFunction: true, allowHashBang: true })
      return source
    }
    const transforms: Transform[] = typed ? ['typescript', 'imports'] : ['imports']
    const { code } = transform(source, { transforms, disableESTransforms: true, preserveDynamicImport: false })
    parse(code, { ecmaVersion: 'latest', allowReturnOutsideFunction: true })
    return code
  } catch (error) {
    const text = String((error as Error).message)
    const place = /\((\d+):(\d+)\)/.exec(text)
    const message = text.replace(/^Error transforming[^:]*: /, '').replace(/ \(\d+:\d+\)$/, '')
    const line = Number(place?.[1] ?? 1)
    report.error({ file, line, column: Number(place?.[2] ?? 0) + 1, says: syntax(message) })
    // At its own line, for whoever loads it.
    return `${'\n'.repeat(line - 1)}throw new SyntaxError(${JSON.stringify(message)})`
  }
}
