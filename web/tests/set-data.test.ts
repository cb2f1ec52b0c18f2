import { describe, expect, it } from 'vitest'
import { travelled } from '../src/runtime/set-data.ts'

// https://developers.weixin.qq.com/miniprogram/dev/framework/performance/tips/runtime_setData.html
describe('data on its way to the view', () => {
  const send = (data: unknown) => {
    const said: string[] = []
    return { made: travelled(data, 'pages/a/a', ({ en }) => said.push(en)), said }
  }

  it('loses what JSON cannot carry, and says where', () => {
    const cycle: any = { a: 1 }
    cycle.self = cycle
    const { made, said } = send({ ok: [1, undefined], run() {}, none: undefined, deep: { run() {}, kept: null }, cycle })
    expect(made).toEqual({ ok: [1, null], deep: { kept: null }, cycle: { a: 1 } })
    expect(said.map(text => text.split(' ').slice(0, 3).join(' '))).toEqual([
      'setData pages/a/a: ok[1]', 'setData pages/a/a: run', 'setData pages/a/a: none', 'setData pages/a/a: deep.run', 'setData pages/a/a: cycle.self',
    ])
  })

  it('is a copy, and the same object twice is no cycle', () => {
    const one = { x: 1 }
    const { made, said } = send({ a: one, b: one })
    expect(made).toEqual({ a: { x: 1 }, b: { x: 1 } })
    expect((made as any).a).not.toBe(one)
    expect(said).toEqual([])
  })

  it('may be large, and is told so', () => {
    expect(send({ text: 'x'.repeat(300 * 1024) }).said[0]).toContain('pages/a/a: text is 300 KB')
  })
})
