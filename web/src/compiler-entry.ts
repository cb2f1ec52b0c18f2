/** The compiler as V8 in Python calls it: JSON text in, JSON text out. */
import './v8.ts'
import { compile } from './compile/index.ts'
import { countTurns } from './compile/turns.ts'
import { uses } from './compile/uses.ts'

;(globalThis as any).compileProject = (files: string): string => JSON.stringify(compile(JSON.parse(files)))
;(globalThis as any).findUses = (files: string): string => JSON.stringify(uses(JSON.parse(files)))
;(globalThis as any).countTurns = (bundle: string, most: number): string => {
  const { scripts, ...rest } = JSON.parse(bundle)
  return JSON.stringify({ ...rest, scripts: countTurns(scripts, most) })
}
