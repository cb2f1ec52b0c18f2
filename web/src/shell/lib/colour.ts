/** Colour and contrast, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */

type Rgb = [number, number, number]

const FALLBACK: Rgb = [136, 136, 136]

/** `#63b359` or `#6b5` as three numbers up to 255; anything else is grey. */
export function parse(colour: string): Rgb {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(colour)
  const hex = short ? `#${short.slice(1).map((digit) => digit + digit).join('')}` : colour
  const full = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})/i.exec(hex)
  return full ? (full.slice(1, 4).map((part) => parseInt(part, 16)) as Rgb) : FALLBACK
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(parse(one)), luminance(parse(other))].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** The colour, as much darker as white text on it needs. */
export function darkEnough(colour: string, ratio = 4.5): string {
  let shade = toHex(parse(colour))
  for (let share = 0.97; contrast(shade, '#ffffff') < ratio; share -= 0.03) {
    shade = toHex(parse(colour).map((part) => part * share) as Rgb)
  }
  return shade
}

/** The colour towards black (`share` below 0) or white (above 0); -1 and 1 are the ends. */
export function shade(colour: string, share: number): string {
  const end = share < 0 ? 0 : 255
  return toHex(parse(colour).map((part) => part + (end - part) * Math.abs(share)) as Rgb)
}

function toHex(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}
