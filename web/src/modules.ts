/** Which file of a project a `require` means, and which one was probably meant where there is none. */
import { foldersAbove, resolve } from './paths.ts'
import { nearestName } from './runtime/nearest.ts'

type Has = (key: string) => boolean

/** Packages, which are asked for by their names. */
const PACKAGES = /(^|\/)miniprogram_npm\//

/** Relative, from the root, then in `miniprogram_npm` folders upwards; null where there is no such file. Keys are paths without suffix. */
export function moduleOf(has: Has, path: string, from: string): string | null {
  const file = (key: string) => [key, bare(key), `${key}/index`].find(has) ?? null
  const near = file(resolve(path, from))
  if (near || /^[./]/.test(path)) return near
  for (const folder of foldersAbove(from)) {
    const found = file(`${folder}miniprogram_npm/${path}`)
    if (found) return found
  }
  return file(resolve(path))
}

/** The script of the project that was probably meant, as `from` would ask for it: one with a slip in it, or of that name elsewhere. */
export function nearestModule(keys: Iterable<string>, path: string, from: string): string | undefined {
  const known = [...keys].filter(key => key !== from && !PACKAGES.test(key))
  const wanted = bare(resolve(path, /^[./]/.test(path) ? from : ''))
  const name = nameOf(wanted)
  const namesakes = known.filter(key => nameOf(key) === name)
  const near = nearestName(wanted, known, Math.max(1, Math.ceil(name.length / 3))) ?? nearestName(wanted, namesakes, Number.POSITIVE_INFINITY)
  return near && (path.startsWith('/') ? `/${near}` : relative(near, from))
}

const bare = (key: string) => key.replace(/\.(js|ts)$/, '')

const nameOf = (key: string) => key.replace(/\/index$/, '').split('/').at(-1)!

function relative(key: string, from: string): string {
  const [there, here] = [key.split('/'), from.split('/').slice(0, -1)]
  const same = here.findIndex((part, index) => part !== there[index])
  const common = same < 0 ? here.length : same
  return `${'../'.repeat(here.length - common) || './'}${there.slice(common).join('/')}`
}
