/** https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/SocketTask.html */
import { describe, expect, it, vi } from 'vitest'
import { openWx, settled } from './wx-rig.ts'

describe('a socket', () => {
  it('is a task whose listeners hear what the server tells', async () => {
    const { wx, asked, socket } = openWx()
    const [opened, message, closed, globally] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()]
    wx.onSocketMessage(globally)
    const task = wx.connectSocket({ url: 'wss://a.test', success: () => {} })
    task.onOpen(opened)
    task.onMessage(message)
    task.onClose(closed)
    expect(asked[0]!.params).toEqual({ url: 'wss://a.test', task: 1 })
    asked[0]!.answer({ errMsg: 'connectSocket:ok' })
    expect(task.readyState).toBe(task.CONNECTING)
    socket({ task: 1, what: 'open', header: {} })
    expect(task.readyState).toBe(task.OPEN)
    socket({ task: 1, what: 'message', data: 'hi' })
    socket({ task: 1, what: 'message', base64: 'AQI=' })
    expect(message.mock.calls[0]).toEqual([{ data: 'hi' }])
    expect(new Uint8Array(message.mock.calls[1]![0].data)).toEqual(new Uint8Array([1, 2]))
    expect(globally).toHaveBeenCalledTimes(2)
    const sent = task.send({ data: new Uint8Array([1, 2]).buffer })
    expect(asked[1]).toMatchObject({ name: 'sendSocketMessage', params: { task: 1, base64: 'AQI=' } })
    asked[1]!.answer({ errMsg: 'sendSocketMessage:ok' })
    await expect(sent).resolves.toEqual({ errMsg: 'sendSocketMessage:ok' })
    wx.closeSocket({ code: 1000 })
    expect(asked[2]).toMatchObject({ name: 'closeSocket', params: { task: 1, code: 1000 } })
    socket({ task: 1, what: 'close', code: 1000, reason: '' })
    expect(closed).toHaveBeenCalledWith({ code: 1000, reason: '' })
    expect(opened).toHaveBeenCalledOnce()
    socket({ task: 1, what: 'message', data: 'late' })
    expect(message).toHaveBeenCalledTimes(2)
  })

  it('that cannot be opened fails and tells its error', async () => {
    const { wx, asked } = openWx()
    const [fail, error] = [vi.fn(), vi.fn()]
    wx.connectSocket({ url: 'http://a.test', fail }).onError(error)
    asked[0]!.answer({ errMsg: 'connectSocket:fail invalid url "http://a.test"' })
    await settled()
    expect(fail).toHaveBeenCalledOnce()
    expect(error).toHaveBeenCalledWith({ errMsg: 'connectSocket:fail invalid url "http://a.test"' })
  })
})
