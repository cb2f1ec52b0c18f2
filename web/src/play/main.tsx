/** The page that performs: for who looks on. */
import type { Stage } from '../shell/stage.ts'
import { Theatre } from './theatre.ts'

const root = document.getElementById('root')!
const token = new URLSearchParams(location.hash.slice(1)).get('k') ?? ''

function mount(address: string): Promise<Stage> {
  const frame = document.createElement('iframe')
  frame.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;border:0'
  frame.src = address
  root.replaceChildren(frame)
  return new Promise((resolve) => {
    frame.addEventListener('load', () => resolve((frame.contentWindow as unknown as { wxemuStage: Stage }).wxemuStage))
  })
}

new Theatre(token, mount).connect(() => {})
