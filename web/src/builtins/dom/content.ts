/** Pictures and texts: image loading, `decode` of text, rich-text. */
import type { Builtin } from '../define.ts'

function image(this: Builtin, host: HTMLElement): void {
  const picture = host.querySelector('img')!
  this.load = () => {
    const src = this.data.src ? this.services.asset(this.data.src, this._$) : ''
    if (!src) return picture.removeAttribute('src')
    picture.loading = this.data.lazyLoad ? 'lazy' : 'eager'
    picture.src = src
  }
  picture.addEventListener('load', event => {
    event.stopPropagation()
    picture.style.visibility = ''
    this.triggerEvent('load', { width: picture.naturalWidth, height: picture.naturalHeight })
  })
  picture.addEventListener('error', event => {
    event.stopPropagation()
    // A phone shows nothing in its place, a browser its own mark.
    picture.style.visibility = 'hidden'
    this.triggerEvent('error', { errMsg: `GET ${this.data.src} 404 (Not Found)` })
  })
  this.load()
}

const ENTITIES: Record<string, string> = { nbsp: '\u00a0', ensp: '\u2002', emsp: '\u2003', lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' }

/** The entities WeChat's `decode` knows. */
export function decodeEntities(text: string): string {
  return text.replace(/&(nbsp|ensp|emsp|lt|gt|amp|apos|quot);/g, (_, name: string) => ENTITIES[name]!)
}

function text(this: Builtin, host: HTMLElement): void {
  if (this.data.maxLines > 0) {
    Object.assign(host.style, { display: '-webkit-box', webkitBoxOrient: 'vertical', webkitLineClamp: String(this.data.maxLines), overflow: 'hidden' })
  }
  const decode = () => {
    if (!this.data.decode) return
    for (const node of host.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue
      const plain = decodeEntities(node.textContent ?? '')
      if (plain !== node.textContent) node.textContent = plain
    }
  }
  decode()
  if (this.data.decode) new MutationObserver(decode).observe(host, { characterData: true, childList: true, subtree: true })
}

/** Tags and attributes of rich-text; https://developers.weixin.qq.com/miniprogram/dev/component/rich-text.html */
const TAGS = new Set(('a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em ' +
  'fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section small span ' +
  'strong sub sup table tbody td tfoot th thead tr tt u ul').split(' '))
const ATTRIBUTES: Record<string, string[]> = {
  img: ['alt', 'src', 'height', 'width'], ol: ['start', 'type'], td: ['colspan', 'height', 'rowspan', 'width'],
  th: ['colspan', 'height', 'rowspan', 'width'], table: ['width'], col: ['span', 'width'], colgroup: ['span', 'width'],
  font: ['color', 'face', 'size'], bdo: ['dir'],
}

interface RichNode { name?: string; type?: string; text?: string; attrs?: Record<string, unknown>; children?: RichNode[] }

/** rich-text's nodes from a text of HTML, read by the browser without running anything in it. */
function parse(html: string): RichNode[] {
  const read = (node: ChildNode): RichNode | null => {
    if (node.nodeType === Node.TEXT_NODE) return { type: 'text', text: node.textContent ?? '' }
    if (!(node instanceof Element)) return null
    const attrs = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]))
    return { name: node.localName, attrs, children: [...node.childNodes].map(read).filter(found => found !== null) }
  }
  const body = new DOMParser().parseFromString(html, 'text/html').body
  return [...body.childNodes].map(read).filter(found => found !== null)
}

function build(component: Builtin, node: RichNode): Node | null {
  if (node.type === 'text') return document.createTextNode(decodeEntities(String(node.text ?? '')))
  const name = String(node.name ?? '').toLowerCase()
  if (!TAGS.has(name)) return null
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(node.attrs ?? {})) {
    if (key !== 'class' && key !== 'style' && !ATTRIBUTES[name]?.includes(key)) continue
    if (key === 'src') {
      const source = component.services.asset(String(value), component._$)
      if (/^(https?|data:image\/|blob):?/i.test(source)) element.setAttribute('src', source)
    } else element.setAttribute(key, key === 'style' ? String(value).replace(/([\d.]+)rpx/g, 'calc(var(--rpx) * $1)') : String(value))
  }
  append(component, element, node.children ?? [])
  return element
}

function append(component: Builtin, parent: HTMLElement, nodes: RichNode[]): void {
  for (const node of nodes) {
    const built = build(component, node)
    if (built) parent.append(built)
  }
}

function richText(this: Builtin, host: HTMLElement): void {
  const box = host.querySelector<HTMLElement>('.wx--rich-text')!
  this.draw = () => {
    const { nodes } = this.data
    box.replaceChildren()
    append(this, box, typeof nodes === 'string' ? parse(nodes) : Array.isArray(nodes) ? nodes : [])
  }
  this.draw()
}

export const contentHooks = { image, 'cover-image': image, text, 'rich-text': richText }
