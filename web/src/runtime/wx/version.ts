/** Base library versions: numbers with dots, compared number by number. */

/** Whether version `have` is `wanted` or later. https://developers.weixin.qq.com/miniprogram/dev/framework/compatibility.html */
export function atLeast(have: string, wanted: string): boolean {
  const [left, right] = [have, wanted].map(version => version.split('.').map(Number)) as [number[], number[]]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference) return difference > 0
  }
  return true
}
