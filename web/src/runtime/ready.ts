/** The `ready` lifetime of components, which the engine leaves to its host: after the page is shown, or after the update that brought them. */
import { glassEasel } from 'glass-easel-miniprogram-adapter'

export class ReadyQueue {
  private waiting: any[] = []

  /** Adds every component of the code space; `born` gets it as scripts see it. Call it before the first one is registered. */
  watch(space: any, born: (caller: any) => void = () => {}): void {
    const add = (component: any) => this.add(component)
    const behavior = space.getComponentSpace().define()
      .lifetime('created', function (this: any) { born(this) })
      .lifetime('attached', function (this: any) { add(this._$) })
      .registerBehavior()
    space.setOverallBehavior(behavior)
  }

  /** Runs what is due, inner components before the ones around them. */
  flush(): void {
    const due = this.waiting
    this.waiting = []
    const open: any[] = []
    for (const component of due) {
      while (open.length && !isInside(component, open.at(-1))) run(open.pop())
      open.push(component)
    }
    while (open.length) run(open.pop())
  }

  /** It gets ready with those that come at the same moment. */
  add(component: any): void {
    this.waiting.push(component)
    if (this.waiting.length === 1) void Promise.resolve().then(() => this.flush())
  }
}

function isInside(component: any, outer: any): boolean {
  for (let at = component.getComposedParent(); at; at = at.getComposedParent()) if (at === outer) return true
  return false
}

/** A component that is gone again meanwhile never gets ready. */
function run(component: any): void {
  if ((glassEasel.Element as any).isAttached(component)) component.triggerLifetime('ready', [])
}
