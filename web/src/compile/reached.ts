/** Which scripts a project can load, as far as their texts say. */
import { foldersAbove, resolve } from '../paths.ts'
import type { Files } from './report.ts'

const ASKS = /(?:\brequire(?:\.async)?\s*\(|\bcreateWorker\s*\(|\bfrom\b|\bimport\b\s*\(?)\s*(["'])([^"'\n]+)\1/g

/** Paths without suffix: app.js, whatever stands beside a template, and all that those ask for. */
export function reached(files: Files): Set<string> {
  const found = new Set<string>()
  const source = (path: string) => files[`${path}.ts`] ?? files[`${path}.js`]
  const open = ['app', ...Object.keys(files).filter(file => file.endsWith('.wxml')).map(file => file.slice(0, -5))]
  while (open.length) {
    const path = open.pop()!
    const text = source(path)
    if (text === undefined || found.has(path)) continue
    found.add(path)
    for (const [, , named] of text.matchAll(ASKS)) open.push(...candidates(named!, path))
  }
  return found
}

/** Every place where the runtime's loader might look. */
function candidates(named: string, from: string): string[] {
  const plain = named.replace(/\.(js|ts)$/, '')
  const places = [resolve(plain, from), resolve(plain), ...foldersAbove(from).map(folder => `${folder}miniprogram_npm/${plain}`)]
  return places.flatMap(place => [place, `${place}/index`])
}
