/** A project's files to one bundle of plain JSON: docs/protocol.md section 8. */
import type { Bundle } from '../runtime/types.ts'
import { appConfig, configs } from './config.ts'
import { type Files, Report } from './report.ts'
import { scripts } from './script.ts'
import { templates } from './wxml.ts'
import { styles } from './wxss.ts'

/** The same files give the same bundle. What is wrong stands in `errors`; a bundle with errors is not to be run. */
export function compile(given: Files): Bundle {
  const files: Files = Object.fromEntries(Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1)))
  const report = new Report()
  const json = configs(files, report)
  const app = appConfig(files, json, report)
  return {
    format: 1,
    app,
    json,
    templates: templates(files, report),
    scripts: scripts(files, report),
    styles: styles(files, json, report),
    errors: report.errors,
    warnings: report.warnings,
  }
}
