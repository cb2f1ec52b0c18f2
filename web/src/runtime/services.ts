/** What the runtime does for built-in components. */
import type { Services } from '../builtins/index.ts'
import type { Clock } from './clock.ts'
import { glassEasel } from './engine.ts'
import type { PageHandle } from './types.ts'

/** What is asked of the mini-program; some of it is made only later. */
export interface ServiceNeeds {
  clock: Clock
  invoke: Services['invoke']
  assetUrl(source: string, from: string): string
  share(target: unknown): void
  behavior(name: string): unknown
  missing(name: string): void
  warn: Services['warn']
  did: Services['did']
  page(): PageHandle | null
  profile: Services['profile']
  guarded: Services['guarded']
  windowSize: Services['windowSize']
  /** Who wants to know of another window size. */
  resized: Set<() => void>
}

export function makeServices(needs: ServiceNeeds): Services {
  const { clock } = needs
  return {
    invoke: needs.invoke,
    timers: { setTimeout: (run, ms) => clock.setTimeout(run, ms), clearTimeout: id => clock.clearTimeout(id) },
    asset: (src, element) => needs.assetUrl(src, ownerOf(element)),
    share: needs.share,
    hasBehavior: (element, name) => {
      const caller = element instanceof glassEasel.Component ? (element.getMethodCaller() as any) : null
      const behavior = needs.behavior(name)
      return Boolean(behavior && caller?.hasBehavior?.(behavior))
    },
    missing: needs.missing,
    warn: needs.warn,
    did: needs.did,
    now: () => clock.now(),
    profile: needs.profile,
    guarded: needs.guarded,
    windowSize: needs.windowSize,
    onResize(run) {
      needs.resized.add(run)
      return () => void needs.resized.delete(run)
    },
    onBack(close) {
      const page = needs.page()
      page?.over.push(close)
      return () => { if (page) page.over = page.over.filter(one => one !== close) }
    },
  }
}

/** The path of the component in whose template the element stands. */
function ownerOf(element: any): string {
  return String(element.ownerShadowRoot?.getHostNode()?.is ?? '')
}
