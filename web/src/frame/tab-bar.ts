/** The tab bar of app.json: icons, texts, badges, red dots. */
import type { Assets } from './assets.ts'

export interface TabItem { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }
export interface TabBarConfig {
  color?: string
  selectedColor?: string
  backgroundColor?: string
  borderStyle?: string
  position?: string
  custom?: boolean
  list: TabItem[]
}

interface Mark { badge: string; dot: boolean }

export class TabBar {
  readonly element = document.createElement('nav')
  private readonly marks: Mark[]
  private selected = -1
  private hidden = false

  constructor(private readonly config: TabBarConfig, private readonly assets: Assets, private readonly tapped: (index: number) => void) {
    this.element.className = 'wx--tabs'
    this.element.setAttribute('role', 'tablist')
    this.element.addEventListener('keydown', event => this.walk(event))
    this.marks = config.list.map(() => ({ badge: '', dot: false }))
    this.draw()
  }

  /** Marks the tab of this page. */
  select(path: string): void {
    const index = this.config.list.findIndex(item => item.pagePath.replace(/^\//, '').replace(/\.html$/, '') === path)
    if (index === this.selected) return
    this.selected = index
    this.draw()
  }

  setMark(index: number, mark: Partial<Mark>): void {
    if (this.marks[index]) Object.assign(this.marks[index], mark)
    this.draw()
  }

  setItem(index: number, item: Partial<TabItem>): void {
    const at = this.config.list[index]
    if (at) Object.assign(at, Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)))
    this.draw()
  }

  setStyle(style: Partial<TabBarConfig>): void {
    Object.assign(this.config, Object.fromEntries(Object.entries(style).filter(([, value]) => value !== undefined)))
    this.draw()
  }

  setHidden(hidden: boolean): void {
    this.hidden = hidden
    this.draw()
  }

  private draw(): void {
    const { config, element } = this
    element.hidden = this.hidden || Boolean(config.custom)
    element.style.backgroundColor = config.backgroundColor ?? ''
    element.dataset.border = config.borderStyle ?? 'black'
    const focused = [...element.children].indexOf(document.activeElement as HTMLElement)
    element.replaceChildren(...config.list.map((item, index) => this.tab(item, index)))
    if (focused >= 0) (element.children[focused] as HTMLElement | undefined)?.focus()
  }

  /** As in any list of tabs, the arrows lead from one to the next; Enter opens it, for a page may be slow to come. */
  private walk(event: KeyboardEvent): void {
    const tabs = [...this.element.children] as HTMLElement[]
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = tabs.indexOf(document.activeElement as HTMLElement)
    if (!step || at < 0) return
    event.preventDefault()
    tabs[(at + step + tabs.length) % tabs.length]!.focus()
  }

  private tab(item: TabItem, index: number): HTMLElement {
    const { config } = this
    const selected = index === this.selected
    const tab = document.createElement('button')
    tab.className = 'wx--tab'
    tab.setAttribute('role', 'tab')
    tab.setAttribute('aria-selected', String(selected))
    tab.tabIndex = selected ? 0 : -1
    tab.style.color = (selected ? config.selectedColor : config.color) ?? ''
    const icon = (selected && item.selectedIconPath) || item.iconPath
    const picture = document.createElement('span')
    picture.className = 'wx--tab-icon'
    if (icon) {
      const image = document.createElement('img')
      image.src = this.assets.url(`/${icon.replace(/^\//, '')}`)
      image.alt = ''
      picture.append(image)
    } else picture.classList.add('wx--is-empty')
    const { badge, dot } = this.marks[index]!
    if (badge || dot) {
      const mark = document.createElement('em')
      mark.className = badge ? 'wx--tab-badge' : 'wx--tab-dot'
      mark.textContent = [...badge].length > 4 ? '…' : badge
      picture.append(mark)
    }
    const text = document.createElement('span')
    text.className = 'wx--tab-text'
    text.textContent = item.text
    tab.append(picture, text)
    tab.onclick = () => this.tapped(index)
    return tab
  }
}
