/** https://lesscss.org/usage/#programmatic-usage */
import createLess from 'less/lib/less/index.js'
import AbstractFileManager from 'less/lib/less/environment/abstract-file-manager.js'
import { inBoth } from '../compile/report.ts'
import { found, type Files, type Sheet } from './index.ts'

const candidates = (path: string) => [path, `${path}.less`, `${path}.wxss`, `${path}.css`]

export function less(file: string, files: Files): Omit<Sheet, 'file'> {
  class Project extends AbstractFileManager {
    supports() { return true }
    supportsSync() { return true }
    loadFileSync(named: string, folder: string) {
      const path = found(named, `${folder}x`, files, candidates)
      return path === null ? { type: 'File', message: `'${named}' wasn't found` } : { filename: path, contents: files[path]! }
    }
  }
  const compiler = createLess({ encodeBase64: () => '', mimeLookup: () => '', charsetLookup: () => '' }, [new Project()])
  // Plugins are code of another time and place.
  compiler.PluginLoader = class {}
  let made: Omit<Sheet, 'file'> = { wxss: '', problem: null }
  compiler.render(files[file]!, { filename: file, syncImport: true, javascriptEnabled: false, math: 'always' }, (error: any, result: any) => {
    made = error
      ? { wxss: '', problem: { file: String(error.filename || file), line: error.line || 1, column: (error.column ?? 0) + 1, says: inBoth(`Less: ${error.message}`, `Less: ${error.message}`) } }
      : { wxss: String(result.css), problem: null }
  })
  return made
}
