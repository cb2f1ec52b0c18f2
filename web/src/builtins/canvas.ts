/** canvas: a real one in the browser; in V8 a node that takes every call and draws nothing. */
import { define, type Builtin } from './define.ts'

/** What WebGL answers with a text or a list; anything else is a number. https://registry.khronos.org/webgl/specs/latest/1.0/#5.14.3 */
const PARAMETERS: Record<number, unknown> = {
  0x1f00: 'WebKit', 0x1f01: 'WebKit WebGL', 0x1f02: 'WebGL 1.0', 0x8b8c: 'WebGL GLSL ES 1.0', 0x0ba2: [0, 0, 300, 150], 0x0c10: [0, 0, 300, 150],
  0x0d3a: [4096, 4096], 0x846d: [1, 64], 0x846e: [1, 1], 0x0b70: [0, 1], 0x0c22: [0, 0, 0, 0], 0x0c23: [true, true, true, true], 0x86a3: [],
}

/** A program that draws nothing needs nothing. */
const [ACTIVE_UNIFORMS, ACTIVE_ATTRIBUTES] = [0x8b86, 0x8b89]

/** Whatever has a limit has this one. */
const getParameter = (name: number): unknown => PARAMETERS[name] ?? (name === undefined ? 0 : 16)

/** A context without a picture: what is set can be read, what is called answers with something of the right shape. */
export function blankContext(canvas: { width: number; height: number }): any {
  const kept: Record<string | symbol, unknown> = { canvas }
  const answers: Record<string, (...args: any[]) => unknown> = {
    measureText: (text: unknown) => ({ width: String(text ?? '').length * fontSize(String(kept.font ?? '')) * .6 }),
    getImageData: (_x: number, _y: number, width: number, height: number) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }),
    createImageData: (width: number, height: number) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }),
    createLinearGradient: () => ({ addColorStop() {} }), createRadialGradient: () => ({ addColorStop() {} }), createPattern: () => ({}),
    isPointInPath: () => false, getLineDash: () => [], getShaderParameter: () => true, getProgramParameter: (_: unknown, name: number) => (name === ACTIVE_ATTRIBUTES || name === ACTIVE_UNIFORMS ? 0 : true),
    getAttribLocation: () => 0, getExtension: () => null, getError: () => 0, getParameter, getShaderInfoLog: () => '', getProgramInfoLog: () => '',
  }
  return new Proxy(kept, {
    get: (target, name) => {
      if (name in target) return target[name]
      if (typeof name !== 'string' || name === 'then') return undefined
      if (/^[A-Z][A-Z0-9_]*$/.test(name)) return 0
      return answers[name] ?? (() => ({}))
    },
  })
}

const fontSize = (font: string) => Number.parseFloat(/([\d.]+)px/.exec(font)?.[1] ?? '10')

const PIXEL = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

/** What `.node()` gives. https://developers.weixin.qq.com/miniprogram/dev/api/canvas/Canvas.html */
export function blankCanvas(services: Builtin['services'], width = 300, height = 150): any {
  const contexts = new Map<string, unknown>()
  const canvas: any = {
    width, height,
    getContext(kind: string) {
      if (!contexts.has(kind)) contexts.set(kind, blankContext(canvas))
      return contexts.get(kind)
    },
    toDataURL: () => PIXEL,
    createImageData: (wide: number, high: number) => ({ width: wide, height: high, data: new Uint8ClampedArray(4 * wide * high) }),
    createPath2D: () => blankContext(canvas),
    createImage() {
      const image: any = { width: 0, height: 0, onload: null, onerror: null }
      let source = ''
      return Object.defineProperty(image, 'src', {
        get: () => source,
        set(value: string) {
          source = value
          services.timers.setTimeout(() => image.onload?.(), 0)
        },
      })
    },
    requestAnimationFrame: (run: (at: number) => void) => services.timers.setTimeout(() => run(services.now()), 16),
    cancelAnimationFrame: (id: number) => services.timers.clearTimeout(id),
  }
  return canvas
}

export const canvases = {
  canvas: define({
    wxml: '<h-canvas class="canvas-face"/><slot/>',
    properties: { type: String, canvasId: String, disableScroll: Boolean },
    reflect: ['canvasId'],
    methods: {
      viewNode() { return (this.canvasNode ??= blankCanvas(this.services)) },
      /** The size that is drawn, in CSS px. */
      faceSize() { return { width: 300, height: 150 } },
    },
  }),
}
