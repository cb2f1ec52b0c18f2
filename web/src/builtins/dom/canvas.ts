/** The real canvas element as `.node()` gives it. */
import type { Builtin } from '../define.ts'

/**
 * Dresses an HTML canvas with the methods that WeChat's has. Libraries put the node into their data (TDesign's QR code
 * does), and setData copies what is enumerable: nothing of the engine's, and methods that work on the copy too.
 */
export function dressed(canvas: HTMLCanvasElement, component: Builtin): any {
  const { services } = component
  for (const key of Object.keys(canvas)) Object.defineProperty(canvas, key, { enumerable: false })
  const native = HTMLCanvasElement.prototype
  return Object.assign(canvas, {
    getContext: (kind: string, options?: unknown) => native.getContext.call(canvas, kind, options),
    toDataURL: (type?: string, quality?: number) => native.toDataURL.call(canvas, type, quality),
    createImage: () => picture(source => services.asset(source, component._$)),
    createPath2D: (path?: any) => new Path2D(path),
    createImageData: (width: number, height: number) => new ImageData(width, height),
    requestAnimationFrame: (run: (at: number) => void) => services.timers.setTimeout(() => run(services.now()), 16),
    cancelAnimationFrame: (id: number) => services.timers.clearTimeout(id),
  })
}

/** An image whose `src` may be a file of the app's or of the project. */
function picture(urlOf: (source: string) => string): HTMLImageElement {
  const image = new Image()
  image.crossOrigin = 'anonymous'
  const native = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')!
  Object.defineProperty(image, 'src', { get: () => native.get!.call(image), set(value: string) { native.set!.call(image, urlOf(String(value))) } })
  return image
}

function canvas(this: Builtin, host: HTMLElement): void {
  const face = host.querySelector<HTMLCanvasElement>('canvas')!
  this.canvasNode = dressed(face, this)
  this.faceSize = () => ({ width: host.clientWidth, height: host.clientHeight })
  host.addEventListener('touchmove', event => { if (this.data.disableScroll) event.preventDefault() }, { passive: false })
}

export const canvasHooks = { canvas }
