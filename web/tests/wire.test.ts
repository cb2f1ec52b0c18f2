/** The conversations of fixtures/wire from the page's end; tests/test_wire_files.py plays them from the server's. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Message } from '../src/peer.ts'
import { project, Rig, settled } from './runtime-rig.ts'

const folder = new URL('../../fixtures/wire/', import.meta.url)
const files = readdirSync(folder).filter(name => name.endsWith('.json'))
const HOME = project({ 'pages/home/home': ['<view/>', 'Page({})'] })

interface Step { from: 'page' | 'server'; message: Message }

/** What concerns the mini-program `i1`: its calls and what it is sent. The shell's own messages pass it by. */
function concerns({ message: { id, method, params } }: Step): boolean {
  if (typeof id === 'string') return /^i1[:#]/.test(id)
  return (method ?? '').startsWith('App.') && params?.instance === 'i1'
}

describe.each(files)('%s', name => {
  test('the runtime says what the file says', async () => {
    const { conversation } = JSON.parse(readFileSync(new URL(name, folder), 'utf-8')) as { conversation: Step[] }
    const rig = new Rig(HOME)
    const asked = new Set<unknown>()
    let answers = 0
    for (const { from, message } of conversation.filter(concerns)) {
      if (from === 'server') {
        rig.runtime.receive(message)
        await settled()
      } else if (message.method === 'Wx.call') {
        if (!asked.has(message.id)) void rig.runtime.services.invoke(String(message.params!.name), message.params!.params as Record<string, unknown>).then(() => { answers++ })
        asked.add(message.id)
        expect(rig.of('Wx.call').find(one => one.id === message.id)).toEqual(message)
      } else if (message.method === 'App.tap') {
        rig.runtime.tapped()
        expect(rig.of('App.tap')).toContainEqual(message)
      } else expect(rig.sent).toContainEqual(message)
    }
    await settled()
    expect(answers).toBe(asked.size)
  })
})
