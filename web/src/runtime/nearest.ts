/** What somebody has probably meant by a name that is not there. */

/** The known name that is written most alike; undefined where none is alike. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let [found, least] = [undefined as string | undefined, Math.ceil(name.length / 3) + 1]
  for (const one of known) {
    const steps = distance(name.toLowerCase(), one.toLowerCase())
    if (steps < least) [found, least] = [one, steps]
  }
  return found
}

/** So many letters are to be put in, left out or exchanged. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= to.length; j += 1) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[to.length]!
}
