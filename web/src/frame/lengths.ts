/** A phone's lengths in styles, for a browser. */

/** An address (a picture written out may hold lengths of its own), or one of the lengths that are ours. */
const LENGTHS = new RegExp([
  String.raw`url\(\s*"[^"]*"\s*\)|url\(\s*'[^']*'\s*\)|url\([^)]*\)`,
  String.raw`(-?(?:\d+\.)?\d+|-?\.\d+)(rpx|vh)\b`,
  String.raw`\b(?:env|constant)\(\s*safe-area-inset-(top|bottom|left|right)\s*(?:,[^)]*)?\)`,
].join('|'), 'g')

/** Lengths as WeChat means them: a page's `vh` ends where its own view ends, safe areas are the phone's. */
export function phoneCss(css: string): string {
  return css.replace(LENGTHS, (whole, number?: string, unit?: string, side?: string) => {
    if (unit) return `calc(var(--${unit}) * ${number})`
    return side ? `var(--safe-${side}, 0px)` : whole
  })
}
