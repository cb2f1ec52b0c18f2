/** Scripts that count their turns do what they did, on the lines they did it on. */
import { expect, test } from 'vitest'
import { countTurns, TOO_MANY } from '../src/compile/turns.ts'

/** As the loader makes it. */
function made(code: string): (exports: object, console: object) => void {
  // oxlint-disable-next-line no-eval -- a script is source text
  return (0, eval)(`(function(exports, console){${code}\n})\n//# sourceURL=mp:///a.js`)
}

/** What `exports.run` gives, or the places where it was ended, and what the console heard. */
function run(source: string, most = 1000) {
  const heard: string[] = []
  const exports: { run?: () => unknown } = {}
  const code = countTurns({ a: source }, most).a!
  expect(code.split('\n').length).toBe(source.split('\n').length)
  made(code)(exports, { error: (text: string) => heard.push(text) })
  let ended = ''
  let value: unknown
  try {
    value = exports.run!.call(undefined)
  } catch (error) {
    ended = String((error as Error).message)
  }
  return { value, ended, heard: heard.map(text => /mp:\/\/\/a\.js:(\d+)/.exec(text)?.[1]) }
}

test.each([
  "'use strict'\nexports.run = function () { 'use strict'\n let n = 0; for (const a of [1, 2]) n += a\n return [n, this === undefined] }",
  'exports.run = () => ({ a: [1, 2, 3].map(n => n * 2).filter((n) => (n > 2)) })',
  'exports.run = () => { let n = 0; do n++; while (n < 5)\n for (;n < 9;) n++; for (const k in { a: 1 }) if (k) n += 1; else n += 2\n while (n < 12) { n++ } return n }',
  'class A { #x = 1; constructor() { this.y = 2 } get x() { return this.#x } static s() { return 3 } async *g() { yield 1 } }\nexports.run = () => [new A().x, A.s(), new A().y]',
  'exports.run = () => { for (let i = 0; i < 3; i++) ; label: for (;;) { for (;;) break label } return 1 }',
])('%#: the same comes of it', source => {
  const exports: { run?: () => unknown } = {}
  made(source)(exports, {})
  expect(run(source)).toEqual({ value: exports.run!.call(undefined), ended: '', heard: [] })
})

test.each([
  ['exports.run = () => {\n  for (;;) ;\n}', '2'],
  ['exports.run = () => {\n  for (;;) { try {\n  } catch {} }\n}', '2'],
  ['const again = n =>\n  again2(n)\nconst again2 = n => { if (n) again(n) }\nexports.run = () => again(1)', '3'],
])('%#: ends where it turns for ever, and says so once', (source, line) => {
  const { ended, heard } = run(source)
  expect(ended).toBe(TOO_MANY)
  expect(heard).toEqual([line])
})
