/** What a module finds around it. */
import { expect, test } from 'vitest'
import { moduleFunction, scope } from '../src/runtime/scope.ts'

function run(source: string): any {
  const names = scope({ wx: { here: true } })
  const module = { exports: {} as any }
  moduleFunction({}, 'pages/a/a.js', source, Object.keys(names))(() => null, module, module.exports, ...Object.values(names))
  return module.exports
}

test("the host's world is out of sight", () => {
  expect(run('module.exports = [typeof window, typeof document, typeof fetch, typeof open, wx.here]')).toEqual(['undefined', 'undefined', 'undefined', 'undefined', true])
})

test('a file may declare a hidden name, or one of ours, for itself', () => {
  expect(run('const open = 1; let history = 2; const wx = 3; exports.sum = open + history + wx').sum).toBe(6)
})

test("a fault carries the file's own line", () => {
  expect(() => run('\n\nthrow new Error("here")')).toThrow('here')
  try {
    run('\n\nthrow new Error("here")')
  } catch (error) {
    expect((error as Error).stack).toContain('pages/a/a.js:3')
  }
})
