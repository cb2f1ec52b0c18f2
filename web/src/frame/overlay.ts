/** Pages of WeChat's own that an app opens over itself: pictures, a place on the map, a document. A tap or Escape closes them. */
import type { Json } from '../runtime/types.ts'

const WORDS = {
  zh: { close: '关闭', place: '位置（模拟器不提供地图）', document: '文档（模拟器不打开文档）', picture: '图片' },
  en: { close: 'Close', place: 'A place (there is no map here)', document: 'A document (it is not opened here)', picture: 'Picture' },
}

function make(tag: string, name: string, text = ''): HTMLElement {
  const element = document.createElement(tag)
  element.className = name
  element.textContent = text
  return element
}

export function showOverlay(what: Json): void {
  const words = document.documentElement.lang.startsWith('zh') ? WORDS.zh : WORDS.en
  const layer = make('div', `wx--overlay wx--overlay-${what.kind}`)
  layer.setAttribute('role', 'dialog')
  layer.setAttribute('aria-modal', 'true')
  layer.tabIndex = -1
  const close = () => layer.remove()
  if (what.kind === 'pictures') pictures(layer, what.urls, Number(what.index) || 0, words.picture)
  else layer.append(...facts(what, what.kind === 'place' ? words.place : words.document))
  const button = make('button', 'wx--overlay-close', words.close)
  layer.append(button)
  layer.addEventListener('click', event => { if (what.kind === 'pictures' || event.target === button) close() })
  layer.addEventListener('keydown', event => { if (event.key === 'Escape') close() })
  document.body.append(layer)
  layer.focus()
}

function pictures(layer: HTMLElement, urls: string[], index: number, label: string): void {
  const row = make('div', 'wx--overlay-row')
  for (const [at, url] of urls.entries()) {
    const picture = document.createElement('img')
    picture.src = url
    picture.alt = `${label} ${at + 1} / ${urls.length}`
    const box = make('div', 'wx--overlay-picture')
    box.append(picture)
    row.append(box)
  }
  layer.append(row, make('div', 'wx--overlay-count', urls.length > 1 ? `${index + 1} / ${urls.length}` : ''))
  requestAnimationFrame(() => { row.scrollLeft = row.clientWidth * index })
  row.addEventListener('scroll', () => {
    const at = Math.round(row.scrollLeft / Math.max(1, row.clientWidth))
    layer.querySelector('.wx--overlay-count')!.textContent = urls.length > 1 ? `${at + 1} / ${urls.length}` : ''
  })
}

function facts(what: Json, title: string): HTMLElement[] {
  const lines = what.kind === 'place' ? [what.name, what.address, `${what.latitude}, ${what.longitude}`] : [what.name]
  return [make('h2', '', title), ...lines.filter(Boolean).map(line => make('p', '', String(line)))]
}
