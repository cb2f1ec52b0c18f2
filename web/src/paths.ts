/** Paths inside a project: no leading slash, no dots. */

/** `../b` seen from the file `pages/a/a` -> `pages/b`; a leading slash counts from the project's root. */
export function resolve(path: string, from = ''): string {
  const parts = path.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** The folders above a file, nearest first, each with a slash behind, the root as ''. */
export function foldersAbove(file: string): string[] {
  const parts = file.split('/').slice(0, -1)
  return [...parts.map((_, index) => `${parts.slice(0, parts.length - index).join('/')}/`), '']
}
