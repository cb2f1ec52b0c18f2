/** The page behind the view-only link: shows what the phone shows, and can do nothing. */
import './view.css'
import { both } from '../shell/texts.ts'

interface Picture { width: number; height: number; html: string }

const token = new URLSearchParams(location.hash.slice(1)).get('v') ?? ''
const language = navigator.language.startsWith('zh') ? 'zh' : 'en'
const stage = document.getElementById('stage')!
const words = document.getElementById('words')!
const RETRY = 1500
const REFUSED = 1008

function say(id: 'ui.view.waiting' | 'ui.view.lost' | 'ui.view.refused' | 'ui.view.on'): void {
  words.textContent = both(id)[language]
}

/** Draws beside the picture in sight and takes its place once whole, so that nothing flickers. */
function draw({ width, height, html }: Picture): void {
  const next = document.createElement('iframe')
  next.setAttribute('sandbox', 'allow-same-origin')
  next.title = both('ui.view.on')[language]
  next.tabIndex = -1
  next.style.width = `${width}px`
  next.style.height = `${height}px`
  const scale = Math.min(1, innerWidth / width, (innerHeight - 48) / height)
  next.style.zoom = String(scale)
  next.className = 'coming'
  next.srcdoc = html
  next.addEventListener('load', () => {
    scroll(next)
    for (const other of stage.querySelectorAll('iframe')) if (other !== next) other.remove()
    next.className = ''
  })
  stage.append(next)
}

/** What was scrolled is scrolled again, in frames within too. */
function scroll(frame: HTMLIFrameElement): void {
  const inside = frame.contentDocument
  for (const element of inside?.querySelectorAll('[data-scroll]') ?? []) {
    const [left, top] = element.getAttribute('data-scroll')!.split(',').map(Number)
    element.scrollTo({ left: left ?? 0, top: top ?? 0, behavior: 'instant' })
  }
  for (const inner of inside?.querySelectorAll('iframe') ?? []) scroll(inner)
}

function connect(): void {
  const socket = new WebSocket(`ws://${location.host}/_wxemu/ws`)
  socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: 'Shell.hello', params: { token } }))
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as { method?: string; params?: Picture }
    if (message.method !== 'View.picture') return
    say('ui.view.on')
    draw(message.params!)
  }
  socket.onclose = ({ code }) => {
    if (code === REFUSED) return say('ui.view.refused')
    say('ui.view.lost')
    setTimeout(connect, RETRY)
  }
}

document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
say('ui.view.waiting')
connect()
