/** The compiler as V8 in Python calls it: JSON text in, JSON text out. */
import './v8.ts'
import { compile } from './compile/index.ts'
import type { Files } from './compile/report.ts'
import { countTurns } from './compile/turns.ts'
import { uses } from './compile/uses.ts'

/** What was given of each project: of a large one, most files are the same the next time. */
const projects = new Map<string, Files>()

/** The project's files, with those that changed (JSON) and without those that are gone. */
function taken(project: string, changed: string, gone: string[]): Files {
  const files = { ...projects.get(project), ...JSON.parse(changed) as Files }
  for (const path of gone) delete files[path]
  projects.set(project, files)
  return files
}

Object.assign(globalThis, {
  compileProject: (...given: Parameters<typeof taken>) => JSON.stringify(compile(taken(...given))),
  findUses: (...given: Parameters<typeof taken>) => JSON.stringify(uses(taken(...given))),
  forget: (project: string) => void projects.delete(project),
  countTurns(bundle: string, most: number) {
    const { scripts, ...rest } = JSON.parse(bundle)
    return JSON.stringify({ ...rest, scripts: countTurns(scripts, most) })
  },
})
