/** A document as a still: plain HTML without scripts that looks as the document does now. Used by frame and shell. */

import { blobOf } from './blobs.ts'

/** Pictures by their blob address, as data addresses; filled as they are met. */
const pictures = new Map<string, Promise<string>>()

const BLOB = /blob:[^"')\s\\&]+/g

/** Copies the element as it looks: what was typed and how far things are scrolled become attributes. */
export function copied(element: Element): Element {
  const copy = element.cloneNode(true) as Element
  const [from, to] = [[element, ...element.querySelectorAll('*')], [copy, ...copy.querySelectorAll('*')]]
  from.forEach((one, place) => settle(one, to[place]!))
  for (const script of copy.querySelectorAll('script, noscript, link[rel="stylesheet"], style')) script.remove()
  return copy
}

function settle(from: Element, to: Element): void {
  if (from.scrollTop || from.scrollLeft) to.setAttribute('data-scroll', `${from.scrollLeft},${from.scrollTop}`)
  if (from instanceof HTMLInputElement) {
    to.setAttribute('value', from.value)
    to.toggleAttribute('checked', from.checked)
  } else if (from instanceof HTMLTextAreaElement) to.textContent = from.value
  else if (from instanceof HTMLSelectElement) {
    for (const [place, option] of [...to.querySelectorAll('option')].entries()) option.toggleAttribute('selected', place === from.selectedIndex)
  } else if (from instanceof HTMLCanvasElement && from.width && from.height) {
    to.setAttribute('style', `${to.getAttribute('style') ?? ''};background:url("${from.toDataURL()}") 0 0 / 100% 100% no-repeat`)
  }
  for (const name of to.getAttributeNames()) if (name.startsWith('on')) to.removeAttribute(name)
}

/** All rules that this document goes by. */
export function rules(of: Document): string {
  const sheets = [...of.styleSheets, ...of.adoptedStyleSheets].filter((sheet) => !sheet.disabled)
  return sheets.map((sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join('\n')).join('\n')
}

/** The text with each blob address replaced by the picture itself. */
export async function carried(text: string): Promise<string> {
  const found = [...new Set(text.match(BLOB) ?? [])]
  const data = new Map(await Promise.all(found.map(async (url) => [url, await dataOf(url)] as const)))
  return text.replace(BLOB, (url) => data.get(url) ?? '')
}

function dataOf(url: string): Promise<string> {
  let known = pictures.get(url)
  if (!known) {
    known = read(url)
    pictures.set(url, known)
  }
  return known
}

async function read(url: string): Promise<string> {
  const blob = blobOf(url)
  if (!blob) return 'data:,'
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error ?? new Error(url))
    reader.readAsDataURL(blob)
  })
}

/** The whole document. */
export function documentOf(root: Element, css: string, body: string): string {
  const attributes = [...root.attributes].map(({ name, value }) => ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`).join('')
  return `<!doctype html><html${attributes}><head><meta charset="utf-8"><style>${css.replaceAll('</style', '<\\/style')}</style></head>${body}</html>`
}
