/** The names a mini-program's script finds around it: no window, no document, a clock and a global of its own. */

import { compiled } from './compiled.ts'

/** What an app must not reach: the host's world. https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html */
const HIDDEN = ['window', 'document', 'self', 'top', 'parent', 'frames', 'opener', 'location', 'history', 'navigator', 'localStorage',
  'sessionStorage', 'indexedDB', 'fetch', 'XMLHttpRequest', 'WebSocket', 'Worker', 'SharedWorker', 'EventSource', 'BroadcastChannel',
  'postMessage', 'alert', 'confirm', 'prompt', 'open', 'wxemu', 'compileProject']

/** ECMAScript's own globals, for `global` and `globalThis`. */
const STANDARD = ['Object', 'Function', 'Array', 'Number', 'Boolean', 'String', 'Symbol', 'BigInt', 'Math', 'JSON', 'Reflect', 'Proxy', 'Promise',
  'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'RegExp', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError',
  'TypeError', 'URIError', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array',
  'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'Intl', 'Infinity', 'NaN',
  'undefined', 'isNaN', 'isFinite', 'parseInt', 'parseFloat', 'encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent', 'escape', 'unescape']

export type Names = Record<string, unknown>

/** `given` (wx, App, timers …) with the hidden names shadowed and a global object that holds all of it. */
export function scope(given: Names): Names {
  const world: Names = {}
  for (const name of STANDARD) world[name] = (globalThis as any)[name]
  Object.assign(world, given)
  world.global = world
  world.globalThis = world
  return { ...Object.fromEntries(HIDDEN.map(name => [name, undefined])), ...given, global: world, globalThis: world }
}

/**
 * The module function for a file's source; line numbers stay the file's own. The names are one function further out, so that a
 * file may declare `const open` or `const name` of its own. `bundled`: what the source is a part of.
 */
export function moduleFunction(bundled: object, file: string, source: string, names: string[]): (...values: unknown[]) => void {
  const head = `(function(${names.join(',')}){return function(require,module,exports){`
  const outer = compiled(bundled, `${head}${source}\n}})\n//# sourceURL=mp:///${file}`)
  return (require, module, exports, ...values) => outer(...values)(require, module, exports)
}
