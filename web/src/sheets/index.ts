/**
 * Style sheets in Sass and Less to WXSS, as the developer tools' compiler plugins make them.
 * https://developers.weixin.qq.com/miniprogram/dev/devtools/compilets.html
 */
import { resolve } from '../paths.ts'
import type { Problem } from '../runtime/types.ts'
import { less } from './less.ts'
import { sass } from './sass.ts'

export type Files = Record<string, string>

/** What a sheet became, or why it became nothing. */
export interface Sheet { file: string; wxss: string; problem: Problem | null }

const SUFFIX = /\.(scss|sass|less)$/

/** Every sheet that belongs to a page, a component or the app by its name, or that a style sheet imports by its own; others are parts. */
export function compileStyles(files: Files): Record<string, Sheet> {
  const made: Record<string, Sheet> = {}
  for (const file of Object.keys(files).filter(name => SUFFIX.test(name))) {
    const path = file.replace(SUFFIX, '')
    if (files[`${path}.wxss`] !== undefined || !isOwned(files, path)) continue
    made[`${path}.wxss`] = { file, ...(file.endsWith('.less') ? less(file, files) : sass(file, files)) }
  }
  return made
}

const isOwned = (files: Files, path: string) => path === 'app' || ['wxml', 'json'].some(suffix => files[`${path}.${suffix}`] !== undefined)

/** The first of these that is there, as `from` names it: from its own folder or from the top. */
export function found(named: string, from: string, files: Files, candidates: (path: string) => string[]): string | null {
  for (const start of [resolve(named, from), resolve(named)]) {
    for (const path of candidates(start)) if (files[path] !== undefined) return path
  }
  return null
}
