/** What the engine draws on where nobody sees it. */
import { glassEasel } from 'glass-easel-miniprogram-adapter'

/**
 * No node has anything that stands for it: so nothing is put in its place when the tree changes, and nobody works out
 * which classes it shows. To draw is nothing; the engine's own empty context would wait 16 ms of real time for it.
 */
export class Unseen extends (glassEasel as any).EmptyComposedBackendContext {
  createElement(): null { return null }
  createTextNode(): null { return null }
  render(done: (error: Error | null) => void): void { void Promise.resolve().then(() => done(null)) }
}
