/** A page's navigation bar: title, colours, back or home, the loading wheel. The capsule over it is the shell's. */

export interface BarState {
  title: string
  textStyle: 'black' | 'white'
  background: string
  loading: boolean
  custom: boolean
  back: boolean
  home: boolean
}

const BACK = '<svg viewBox="0 0 12 24" width="12" height="24" aria-hidden="true"><path d="M10.7 2.3 1.9 12l8.8 9.7" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>'
const HOME = '<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M3.5 11 12 4l8.5 7v8.200a.8.8 0 0 1-.8.8h-4.700v-6h-6v6H4.300a.8.8 0 0 1-.8-.8z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"/></svg>'

const WORDS = { zh: { back: '返回', home: '首页' }, en: { back: 'Back', home: 'Home' } }

export class NavigationBar {
  readonly element = document.createElement('header')
  private readonly side = document.createElement('button')
  private readonly label = document.createElement('div')
  private readonly wheel = document.createElement('i')

  constructor(private readonly on: { back(): void; home(): void }) {
    this.element.className = 'wx--bar'
    this.side.className = 'wx--bar-side'
    this.label.className = 'wx--bar-title'
    this.wheel.className = 'wx--bar-wheel'
    const row = document.createElement('div')
    row.className = 'wx--bar-row'
    row.append(this.side, this.wheel, this.label)
    this.element.append(row)
  }

  /** Draws the state. `animation` as in `wx.setNavigationBarColor`. */
  draw(state: BarState, animation?: { duration?: number; timingFunc?: string }): void {
    const words = document.documentElement.lang.startsWith('zh') ? WORDS.zh : WORDS.en
    const { style } = this.element
    style.transition = animation?.duration ? `background-color ${animation.duration}ms ${TIMING[animation.timingFunc ?? ''] ?? 'linear'}` : ''
    style.backgroundColor = state.background
    style.color = state.textStyle === 'white' ? '#fff' : 'rgba(0, 0, 0, .9)'
    this.element.hidden = state.custom
    this.label.textContent = state.title
    this.wheel.hidden = !state.loading
    this.side.hidden = !state.back && !state.home
    const kind = state.back ? 'back' : 'home'
    if (this.side.dataset.kind === kind) return
    this.side.dataset.kind = kind
    this.side.innerHTML = state.back ? BACK : HOME
    this.side.setAttribute('aria-label', words[kind])
    this.side.onclick = () => this.on[kind]()
  }
}

const TIMING: Record<string, string> = { linear: 'linear', easeIn: 'ease-in', easeOut: 'ease-out', easeInOut: 'ease-in-out' }
