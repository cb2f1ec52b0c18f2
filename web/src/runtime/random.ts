/** `Math` whose `random` comes from a seed, so that a run can be repeated. */

/** mulberry32: 32 bits of state, good enough for an app's dice. https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32 */
export function seededMath(seed: number): Math {
  let state = seed >>> 0
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return Object.defineProperties({}, {
    ...Object.getOwnPropertyDescriptors(Math), random: { value: random, writable: true, configurable: true },
  }) as Math
}
