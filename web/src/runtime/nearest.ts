/** What somebody has probably meant by a name that is not there. */

/** The known name that is written most alike, within `most` slips; undefined where none is alike. */
export function nearestName(name: string, known: Iterable<string>, most = Math.ceil(name.length / 3)): string | undefined {
  let [found, least] = [undefined as string | undefined, most + 1]
  for (const one of known) {
    if (Math.abs(one.length - name.length) >= least) continue
    const slips = distance(name.toLowerCase(), one.toLowerCase())
    if (slips < least) [found, least] = [one, slips]
  }
  return found
}

/** So many letters are to be put in, left out, exchanged, or swapped with the next. */
function distance(from: string, to: string): number {
  let [before, row] = [[] as number[], Array.from({ length: to.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= to.length; j += 1) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) next[j] = Math.min(next[j]!, before[j - 2]! + 1)
    }
    [before, row] = [row, next]
  }
  return row[to.length]!
}
