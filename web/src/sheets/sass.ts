/** https://sass-lang.com/documentation/js-api/functions/compilestring/ */
import './url.ts'
import { compileString } from 'sass'
import { inBoth } from '../compile/report.ts'
import { found, type Files, type Sheet } from './index.ts'

const SCHEME = 'wxss:'

/** A name may leave out the suffix, and the line before a part's name. */
function candidates(path: string): string[] {
  const [, folder, name] = /^(.*\/)?([^/]*)$/.exec(path)!
  const plain = [path, ...['scss', 'sass', 'wxss', 'css'].flatMap(suffix => [`${path}.${suffix}`, `${folder ?? ''}_${name}.${suffix}`])]
  return [...plain, `${folder ?? ''}_${name}`, `${path}/_index.scss`, `${path}/index.scss`]
}

export function sass(file: string, files: Files): Omit<Sheet, 'file'> {
  try {
    const { css } = compileString(files[file]!, {
      url: new URL(`${SCHEME}${file}`), syntax: file.endsWith('.sass') ? 'indented' : 'scss', quietDeps: true, logger: { warn() {}, debug() {} },
      importer: {
        canonicalize(named, { containingUrl }) {
          const from = containingUrl ? decodeURI(containingUrl.pathname) : file
          const path = found(named.startsWith(SCHEME) ? `/${decodeURI(named.slice(SCHEME.length))}` : named, from, files, candidates)
          return path === null ? null : new URL(`${SCHEME}${path}`)
        },
        load(url) {
          const path = decodeURI(url.pathname)
          return { contents: files[path]!, syntax: path.endsWith('.sass') ? 'indented' : path.endsWith('.scss') ? 'scss' : 'css' }
        },
      },
    })
    return { wxss: css, problem: null }
  } catch (error) {
    const { sassMessage, message, span } = error as { sassMessage?: string; message: string; span?: { url?: URL; start: { line: number; column: number } } }
    const place = { file: span?.url ? decodeURI(span.url.pathname) : file, line: (span?.start.line ?? 0) + 1, column: (span?.start.column ?? 0) + 1 }
    const words = `Sass: ${sassMessage ?? message}`
    return { wxss: '', problem: { ...place, says: inBoth(words, words) } }
  }
}
