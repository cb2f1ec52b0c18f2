/** Templates that include one another in a circle: such a page would never be done. `import` may go round, it only lends names. */
import { resolve } from '../paths.ts'
import type { Files } from './report.ts'

/** Where an include stands in its file, and what it names. */
interface Include { start: number; end: number; target: string }

/** An include that closes a circle: its place, and the way round. */
export interface Circle { file: string; offset: number; way: string }

const INCLUDE = /<!--[\s\S]*?-->|<include\b[^>]*?\bsrc\s*=\s*(["'])([^"']+)\1[^>]*>/g

/** The circles, and the texts of the files in which they close, without the includes that close them. */
export function circles(files: Files): { found: Circle[]; mended: Files } {
  const found: Circle[] = []
  const mended: Files = {}
  const done = new Set<string>()
  const walk = (file: string, way: string[]): void => {
    if (done.has(file)) return
    for (const { start, end, target } of includes(file, files[file]!)) {
      if (files[target] === undefined) continue
      if (![...way, file].includes(target)) { walk(target, [...way, file]); continue }
      const round = [...way, file].slice([...way, file].indexOf(target))
      found.push({ file, offset: start, way: [...round, target].join(' → ') })
      const text = mended[file] ?? files[file]!
      mended[file] = text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end)
    }
    done.add(file)
  }
  for (const file of Object.keys(files)) if (file.endsWith('.wxml') && files[file]!.includes('<include')) walk(file, [])
  return { found, mended }
}

function includes(file: string, text: string): Include[] {
  return [...text.matchAll(INCLUDE)].filter(found => found[2]).map(found => {
    const target = resolve(found[2]!, file)
    return { start: found.index, end: found.index + found[0].length, target: target.endsWith('.wxml') ? target : `${target}.wxml` }
  })
}
