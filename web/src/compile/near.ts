/** The word that was probably meant: the nearest, if no more than a third of it is another. */
export function nearest(word: string, words: string[]): string | undefined {
  const [best] = words.map(other => ({ other, far: distance(word, other) })).sort((one, two) => one.far - two.far)
  return best && best.far <= word.length / 3 ? best.other : undefined
}

/** How many letters are to be put in, left out or exchanged. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, count) => count)
  for (let at = 0; at < one.length; at++) {
    const next = [at + 1]
    for (let to = 0; to < other.length; to++) {
      next.push(Math.min(next[to]! + 1, row[to + 1]! + 1, row[to]! + (one[at] === other[to] ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1)!
}
