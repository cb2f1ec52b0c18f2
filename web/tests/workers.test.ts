/** https://developers.weixin.qq.com/miniprogram/dev/framework/workers.html */
import { expect, test } from 'vitest'
import { compile } from '../src/compile/index.ts'
import { NOW, project, Rig, settled } from './runtime-rig.ts'

const WORKER = `const { double } = require('./tools')
worker.onMessage(message => worker.postMessage({ twice: double(message.n), sees: [typeof wx, typeof App, typeof getApp], list: message.list }))`
const FILES = { 'workers/index.js': WORKER, 'workers/tools.js': 'exports.double = n => 2 * n' }

async function run(script: string, files: Record<string, string> = FILES, app: object = { workers: 'workers' }) {
  const rig = new Rig(project({ a: ['<view/>', `Page({ onReady() { ${script} } })`] }, app, files)).launch()
  const passed = async (ms: number) => {
    for (let at = 0; at <= ms; at += 1) { rig.runtime.clock.advanceTo(NOW + at); await settled() }
  }
  await passed(5)
  return { rig, passed }
}

test('it has a scope of its own, and messages are copies that come later', async () => {
  const { rig } = await run(`const worker = wx.createWorker('workers/index.js')
    const list = [1, 2]
    worker.onMessage(({ twice, sees, list: got }) => console.log(twice, sees.join(), got.join(), got === list))
    worker.postMessage({ n: 21, list, run() {} })
    list.push(3)
    console.log('posted')`)
  expect(rig.logs).toEqual(['posted', '42 undefined,undefined,undefined 1,2 false'])
  expect(rig.errors).toEqual([])
})

test('bytes are carried, and a circle stays one', async () => {
  const { rig } = await run(`const worker = wx.createWorker('/workers/index.js')
    worker.onMessage(({ bytes, self }) => console.log(new Uint8Array(bytes).join(), self.self === self))
    const self = {}; self.self = self
    worker.postMessage({ bytes: new Uint8Array([7, 8]).buffer, self })`,
  { 'workers/index.js': 'worker.onMessage(message => worker.postMessage(message))' })
  expect(rig.logs).toEqual(['7,8 true'])
})

test('once it is ended neither its messages nor its timers come', async () => {
  const { rig, passed } = await run(`const worker = this.worker = wx.createWorker('workers/index.js')
    worker.onMessage(message => { console.log(message); if (message === 2) worker.terminate() })`,
  { 'workers/index.js': 'let n = 0; setInterval(() => worker.postMessage(++n), 10)' })
  await passed(60)
  expect(rig.logs).toEqual(['1', '2'])
})

test('it reaches its own folder only, and what it throws is told', async () => {
  const { rig } = await run(`wx.createWorker('workers/index.js')`, { 'workers/index.js': "require('../secret')", 'secret.js': '' })
  expect(rig.errors).toEqual([expect.stringContaining("module '../secret' is not defined")])
})

test.each([
  ["'workers/gone.js'", { workers: 'workers' }, 'there is no script workers/gone.js'],
  ["'other.js'", { workers: { path: 'workers', isSubpackage: false } }, 'other.js is not in the folder of the workers, workers/'],
  ["'workers/index.js'", {}, 'app.json names no folder for workers'],
])('createWorker(%s) with %j is refused', async (script, app, words) => {
  const { rig } = await run(`try { wx.createWorker(${script}) } catch (error) { console.log(error.message) }`, FILES, app)
  expect(rig.logs).toEqual([expect.stringContaining(words)])
})

test('a second one is made, and told of: phones have one at a time', async () => {
  const { rig } = await run(`wx.createWorker('workers/index.js').terminate()
    wx.createWorker('workers/index.js'); wx.createWorker('workers/index.js')`)
  const said = rig.of('App.log').map(({ params }) => params!.text)
  expect(said).toEqual([expect.stringContaining('There is a worker (workers/index.js) already')])
})

test('a mistake in its script is an error of the project: something asks for it', () => {
  const { errors } = compile(project({ a: ['<view/>', "Page({ onReady() { wx.createWorker('workers/index.js') } })"] }, {}, { 'workers/index.js': 'let (' }))
  expect(errors.map(({ file }) => file)).toEqual(['workers/index.js'])
})
