/** Which mini-programs are up on the screen, and which lies over which. */
import type { OpenApp } from '../wire.ts'

export interface Layer {
  app: OpenApp
  /** The same for all instances that have taken each other's place in this layer. */
  key: string
  /** Slid up; those that are not lie below the screen's edge. */
  up: boolean
  /** In sight and in use. */
  front: boolean
  z: number
}

/**
 * The layers in the order of their first instances, which never changes: a frame that is moved in the document loads anew.
 * `before` are the layers as they lay until now. A layer keeps its height while it slides down over what it leaves.
 */
export function layersOf(apps: OpenApp[], before: Layer[]): Layer[] {
  const up = chain(apps)
  let top = Math.max(0, ...before.map((layer) => layer.z))
  const heights = new Map(apps.flatMap((app) => {
    const was = before.find((layer) => layer.app.instance === app.instance) ?? replacedBy(app, apps, before)
    return was ? [[app.instance, was] as const] : []
  }))
  const raised = new Map<string, number>()
  for (const app of up) {
    const was = heights.get(app.instance)
    raised.set(app.instance, was?.up ? was.z : ++top)
  }
  return apps
    .map((app) => ({
      app,
      key: heights.get(app.instance)?.key ?? app.instance,
      up: raised.has(app.instance),
      front: app.shown,
      z: raised.get(app.instance) ?? heights.get(app.instance)?.z ?? 0,
    }))
    .sort((one, other) => numberOf(one.key) - numberOf(other.key))
}

/** The layer of an instance that is no more, if `app` is the same mini-program, loaded anew. */
function replacedBy(app: OpenApp, apps: OpenApp[], before: Layer[]): Layer | undefined {
  return before.find((layer) => layer.app.appId === app.appId && !apps.some((one) => one.instance === layer.app.instance))
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

const numberOf = (instance: string): number => Number(instance.replace(/\D/g, ''))
