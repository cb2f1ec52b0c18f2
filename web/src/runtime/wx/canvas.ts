/** The old canvas: what is drawn is written down and played by `draw`. https://developers.weixin.qq.com/miniprogram/dev/api/canvas/wx.createCanvasContext.html */
import { blankCanvas, blankContext } from '../../builtins/canvas.ts'
import { WxFail } from '../fail.ts'
import type { Json } from '../types.ts'
import { builtinNamed } from '../view/nodes.ts'
import { fromBase64 } from './base64.ts'
import type { Family, WxNeeds } from './needs.ts'

type Draw = (context: any, images: Map<string, unknown>) => void

/** Setters that stand for a property of the context. */
const SETTERS: Record<string, string> = {
  setFillStyle: 'fillStyle', setStrokeStyle: 'strokeStyle', setLineWidth: 'lineWidth', setLineCap: 'lineCap', setLineJoin: 'lineJoin',
  setMiterLimit: 'miterLimit', setTextAlign: 'textAlign', setGlobalAlpha: 'globalAlpha', setLineDashOffset: 'lineDashOffset',
}
const SAME = ['arc', 'arcTo', 'beginPath', 'bezierCurveTo', 'clearRect', 'clip', 'closePath', 'fill', 'fillRect', 'fillText', 'lineTo', 'moveTo', 'quadraticCurveTo',
  'rect', 'restore', 'rotate', 'save', 'scale', 'setTransform', 'stroke', 'strokeRect', 'strokeText', 'transform', 'translate', 'ellipse']
const PROPERTIES = [...Object.values(SETTERS), 'font', 'textBaseline', 'shadowBlur', 'shadowColor', 'shadowOffsetX', 'shadowOffsetY', 'globalCompositeOperation']

export function canvasCalls(needs: WxNeeds): Family {
  const find = (id: string, component?: any) => builtinNamed(component ?? needs.currentPage()?.page, 'canvas', id)
  const create = (id: string, component?: any) => context(needs, () => find(id, component))
  const contextOf = (params: Json, component?: any) => {
    const node = params.canvas ?? find(params.canvasId, params.component ?? component)?.viewNode()
    if (!node) throw new WxFail('canvas is empty')
    // A node that went through setData is a copy; its context knows the canvas itself.
    return node.ownerDocument ? node : node.getContext('2d')?.canvas ?? node
  }
  const anonymous = () => context(needs, () => null)
  return {
    local: {
      canvasToTempFilePath: params => ({ tempFilePath: saved(needs, contextOf(params), params) }),
      canvasGetImageData(params) {
        const { x = 0, y = 0, width, height } = params
        const { data } = contextOf(params).getContext('2d').getImageData(x, y, width, height)
        return { width, height, data }
      },
      canvasPutImageData(params) {
        const { x = 0, y = 0, width, height, data } = params
        const drawing = contextOf(params).getContext('2d')
        const image = drawing.createImageData(width, height)
        image.data.set(data)
        drawing.putImageData(image, x, y)
      },
    },
    direct: {
      createCanvasContext: create,
      createOffscreenCanvas: ({ width = 300, height = 150 }: Json = {}) => offscreen(needs, width, height),
      // Both are older than the manual, and still met.
      createContext: anonymous,
      drawCanvas: ({ canvasId, actions, reserve }: Json) => create(canvasId).replay(actions ?? [], reserve),
    },
  }
}

function offscreen(needs: WxNeeds, width: number, height: number): any {
  const Native = (globalThis as any).OffscreenCanvas
  if (Native) return Object.assign(new Native(width, height), { createImage: () => new (globalThis as any).Image() })
  return blankCanvas({ timers: needs.clock, now: () => needs.clock.now() } as any, width, height)
}

function context(needs: WxNeeds, canvas: () => any): Json {
  let drawn: Draw[] = []
  const images = new Set<string>()
  const made: Json = {}
  for (const name of SAME) made[name] = (...args: unknown[]) => { drawn.push(to => to[name](...args)) }
  for (const [name, property] of Object.entries(SETTERS)) made[name] = (value: unknown) => { made[property] = value }
  for (const property of PROPERTIES) {
    let kept: unknown
    Object.defineProperty(made, property, { get: () => kept, set(value: any) { kept = value; drawn.push(to => { to[property] = value?.native?.(to) ?? value }) } })
  }
  const gradient = (make: (to: any) => any) => {
    const stops: [number, string][] = []
    return { addColorStop: (at: number, colour: string) => { stops.push([at, colour]) }, native: (to: any) => {
      const real = make(to)
      for (const [at, colour] of stops) real.addColorStop(at, colour)
      return real
    } }
  }
  Object.assign(made, {
    setFontSize: (size: number) => { made.font = String(made.font ?? '10px sans-serif').replace(/[\d.]+px/, `${size}px`) },
    setTextBaseline: (value: string) => { made.textBaseline = value === 'normal' ? 'alphabetic' : value },
    setShadow: (x: number, y: number, blur: number, colour: string) => Object.assign(made, { shadowOffsetX: x, shadowOffsetY: y, shadowBlur: blur, shadowColor: colour }),
    setLineDash: (pattern: number[], offset = 0) => { drawn.push(to => { to.setLineDash(pattern); to.lineDashOffset = offset }) },
    createLinearGradient: (...place: number[]) => gradient(to => to.createLinearGradient(...place)),
    createCircularGradient: (x: number, y: number, radius: number) => gradient(to => to.createRadialGradient(x, y, 0, x, y, radius)),
    createPattern: (source: string, repetition: string) => { images.add(source); return { native: (to: any) => to.createPattern(blankContext(to.canvas), repetition) } },
    measureText: (text: string) => measure(String(made.font ?? '10px sans-serif'), text),
    drawImage(source: any, ...place: number[]) {
      if (typeof source === 'string') images.add(source)
      drawn.push((to, loaded) => { const image = typeof source === 'string' ? loaded.get(source) : source; if (image) to.drawImage(image, ...place) })
    },
    getActions() { return drawn.splice(0) },
    clearActions() { drawn = [] },
    draw(reserve?: boolean, done?: () => void) { made.replay(drawn.splice(0), reserve === true, done) },
    replay(steps: Draw[], reserve = false, done?: () => void) {
      void loadAll([...images], needs).then(loaded => {
        const builtin = canvas()
        if (builtin) play(builtin, steps.filter(step => typeof step === 'function'), loaded, reserve, needs.environment.pixelRatio)
        if (typeof done === 'function') done()
      }).catch(error => needs.fault(error, 'CanvasContext.draw'))
    },
  })
  return made
}

function play(builtin: any, steps: Draw[], images: Map<string, unknown>, reserve: boolean, ratio: number): void {
  const node = builtin.viewNode()
  const { width, height } = builtin.faceSize()
  const to = node.getContext('2d')
  if (!reserve || builtin.drawnAt !== `${width}x${height}`) {
    Object.assign(node, { width: width * ratio, height: height * ratio })
    builtin.drawnAt = `${width}x${height}`
    to.setTransform(ratio, 0, 0, ratio, 0, 0)
  }
  to.save()
  for (const step of steps) step(to, images)
  to.restore()
}

/** Pictures that cannot be loaded are left out, as on a phone. */
async function loadAll(sources: string[], needs: WxNeeds): Promise<Map<string, unknown>> {
  const Native = (globalThis as any).Image
  if (!Native) return new Map()
  const load = (source: string) => new Promise<[string, unknown]>(resolve => {
    const image = new Native()
    image.crossOrigin = 'anonymous'
    image.onload = () => resolve([source, image])
    image.onerror = () => resolve([source, null])
    image.src = needs.asset(source)
  })
  return new Map(await Promise.all(sources.map(load)))
}

function measure(font: string, text: string): { width: number } {
  const Native = (globalThis as any).OffscreenCanvas
  const to = Native ? new Native(1, 1).getContext('2d') : blankContext({ width: 1, height: 1 })
  to.font = font
  return { width: to.measureText(text).width }
}

/** A part of the canvas as a file. `width` and `height` are CSS px of the drawn canvas, `destWidth` and `destHeight` pixels. */
function saved(needs: WxNeeds, node: any, { x = 0, y = 0, width, height, destWidth, destHeight, fileType = 'png', quality = 1 }: Json): string {
  const type = fileType === 'jpg' ? 'image/jpeg' : 'image/png'
  const whole = !x && !y && !width && !destWidth
  const Native = node.ownerDocument
  let source = node
  if (!whole && Native) {
    const scale = node.clientWidth ? node.width / node.clientWidth : 1
    const [wide, high] = [(width ?? node.width / scale) * scale, (height ?? node.height / scale) * scale]
    source = Native.createElement('canvas')
    Object.assign(source, { width: destWidth ?? wide, height: destHeight ?? high })
    source.getContext('2d').drawImage(node, x * scale, y * scale, wide, high, 0, 0, source.width, source.height)
  }
  const base64 = String(source.toDataURL(type, quality)).split(',')[1] ?? ''
  return needs.files.keep(new Uint8Array(fromBase64(base64)), type)
}
