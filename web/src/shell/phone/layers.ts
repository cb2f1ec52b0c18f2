/** Which mini-programs are up on the screen, and which lies over which. */
import type { OpenApp } from '../wire.ts'

export interface Layer {
  app: OpenApp
  /** Slid up; those that are not lie below the screen's edge. */
  up: boolean
  /** In sight and in use. */
  front: boolean
  z: number
}

/**
 * The layers in the order of their instances, which never changes: a frame that is moved in the document loads anew.
 * `before` are the layers as they lay until now. A layer keeps its height while it slides down over what it leaves.
 */
export function layersOf(apps: OpenApp[], before: Layer[]): Layer[] {
  const up = chain(apps)
  let top = Math.max(0, ...before.map((layer) => layer.z))
  const heights = new Map(before.map((layer) => [layer.app.instance, layer]))
  const raised = new Map<string, number>()
  for (const app of up) {
    const was = heights.get(app.instance)
    raised.set(app.instance, was?.up ? was.z : ++top)
  }
  return apps
    .map((app) => ({
      app,
      up: raised.has(app.instance),
      front: app.shown,
      z: raised.get(app.instance) ?? heights.get(app.instance)?.z ?? 0,
    }))
    .sort((one, other) => numberOf(one.app) - numberOf(other.app))
}

/** The app in front and those it was opened from, the lowest first. */
function chain(apps: OpenApp[]): OpenApp[] {
  const found: OpenApp[] = []
  let app = apps.find((one) => one.shown)
  while (app && !found.includes(app)) {
    found.unshift(app)
    const { opener } = app
    app = apps.find((one) => one.instance === opener)
  }
  return found
}

const numberOf = (app: OpenApp): number => Number(app.instance.replace(/\D/g, ''))
