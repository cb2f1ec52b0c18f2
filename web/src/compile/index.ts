/** A project's files to one bundle of plain JSON: docs/protocol.md section 8. */
import type { Bundle } from '../runtime/types.ts'
import { appConfig, configs } from './config.ts'
import { handlers } from './handlers.ts'
import { reached } from './reached.ts'
import { type Files, inBoth, Report } from './report.ts'
import { requires } from './requires.ts'
import { scripts, typescript } from './script.ts'
import { templates } from './wxml.ts'
import { styles } from './wxss.ts'

/** Packages of other people: nobody here can mend what is merely odd in them. */
const OTHERS = /(^|\/)miniprogram_npm\//

/** The same files give the same bundle. What is wrong stands in `errors`; a bundle with errors is not to be run. */
export function compile(given: Files): Bundle {
  const files: Files = Object.fromEntries(Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1)))
  const report = new Report()
  const json = configs(files, report)
  const app = appConfig(files, json, report)
  const said = new Report()
  const made = scripts(files, said)
  tellOfScripts(files, said, report)
  requires(files, made, report)
  handlers(files, [...(app.pages ?? []), ...Object.keys(json).filter(path => json[path]!.component)], report)
  return {
    format: 1,
    app,
    json,
    templates: templates(files, report),
    scripts: made,
    typescript: typescript(files),
    styles: styles(files, json, report),
    errors: report.errors,
    warnings: report.warnings.filter(({ file }) => !OTHERS.test(file)),
  }
}

/** A script that nothing asks for harms nothing: it may be a mould for other files, or a test of the developer's. */
function tellOfScripts(files: Files, said: Report, report: Report): void {
  const used = said.errors.length ? reached(files) : new Set<string>()
  for (const problem of said.errors) {
    if (used.has(problem.file.replace(/\.\w+$/, ''))) report.error(problem)
    else report.warn({ ...problem, says: inBoth(`${problem.says.zh}（没有文件引用它）`, `${problem.says.en} (no file asks for it)`) })
  }
}
