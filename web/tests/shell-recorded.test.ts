import { expect, it, vi } from 'vitest'

const pictures: ((html: string) => void)[] = []
vi.mock('../src/shell/still.ts', () => ({
  stillOf: () => new Promise((resolve) => pictures.push((html) => resolve({ html, width: 1, height: 1 }))),
}))
const { tellLastSight, tellSight } = await import('../src/shell/recorded.ts')

function session() {
  const said: string[] = []
  const link = {
    state: { value: 'open' },
    notify: (_: string, { html }: { html: string }) => void said.push(html),
    request: async (method: string) => void said.push(method),
  }
  return { said, session: { phone: { value: { apps: [] } }, frames: { value: new Map() }, link } as any }
}

it('a look that was under way does not come after the last one, nor hold it up', async () => {
  const { said, session: one } = session()
  const usual = tellSight(one, 'before')
  const last = tellLastSight(one)
  pictures[1]!('new')
  await last
  expect(said).toEqual(['new', 'Shell.ping'])
  pictures[0]!('old')
  expect(await usual).toBe('before')
  expect(said).toEqual(['new', 'Shell.ping'])
})
