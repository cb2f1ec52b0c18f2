/** Files in memory, chosen files, transfers, the old canvas. */
import { describe, expect, it, vi } from 'vitest'
import { openWx, settled } from './wx-rig.ts'

describe('the file system', () => {
  // https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.writeFile.html
  it('writes, appends, reads, lists and removes the user\'s files', () => {
    const { wx } = openWx()
    const fs = wx.getFileSystemManager()
    const root = wx.env.USER_DATA_PATH
    fs.mkdirSync(`${root}/a/b`, true)
    fs.writeFileSync(`${root}/a/b/c.txt`, '山丘', 'utf8')
    fs.appendFileSync(`${root}/a/b/c.txt`, '咖啡', 'utf8')
    expect(fs.readFileSync(`${root}/a/b/c.txt`, 'utf8')).toBe('山丘咖啡')
    expect(fs.readdirSync(`${root}/a`)).toEqual(['b'])
    expect(fs.statSync(`${root}/a/b/c.txt`).size).toBe(12)
    expect(fs.readFileSync(`${root}/a/b/c.txt`, 'base64')).toBe('5bGx5LiY5ZKW5ZWh')
    fs.renameSync(`${root}/a`, `${root}/d`)
    expect(fs.readFileSync(`${root}/d/b/c.txt`, 'hex')).toMatch(/^e5b1b1/)
    expect(() => fs.rmdirSync(`${root}/d`)).toThrow('rmdirSync:fail directory not empty')
    fs.rmdirSync(`${root}/d`, true)
    expect(fs.readdirSync(root)).toEqual([])
  })

  it('says what is not there, and lets nobody write outside', async () => {
    const { wx } = openWx()
    const fs = wx.getFileSystemManager()
    expect(() => fs.accessSync('http://usr/none')).toThrow("accessSync:fail no such file or directory, open 'http://usr/none'")
    await expect(fs.readFile({ filePath: 'http://tmp/none' })).rejects.toEqual({ errMsg: "readFile:fail no such file or directory, open 'http://tmp/none'" })
    await expect(fs.writeFile({ filePath: '/pages/a.txt', data: '' })).rejects.toEqual({ errMsg: "writeFile:fail permission denied, open '/pages/a.txt'" })
  })
})

const PICTURE = { name: 'a.png', type: 'image/png', base64: 'AQID', size: 3 }

describe('files that travel', () => {
  // https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.chooseImage.html
  it('become temporary files of the app', async () => {
    const { wx, asked } = openWx()
    const chosen = wx.chooseImage({ count: 1 })
    asked[0]!.answer({ errMsg: 'chooseImage:ok', files: [PICTURE] })
    const { tempFilePaths, tempFiles, errMsg } = await chosen
    expect(errMsg).toBe('chooseImage:ok')
    expect(tempFiles).toEqual([{ path: tempFilePaths[0], size: 3 }])
    expect(new Uint8Array(wx.getFileSystemManager().readFileSync(tempFilePaths[0]))).toEqual(new Uint8Array([1, 2, 3]))
  })

  // https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html
  it('go up with their bytes, and a task', async () => {
    const { wx, asked } = openWx()
    const path = `${wx.env.USER_DATA_PATH}/a.png`
    wx.getFileSystemManager().writeFileSync(path, new Uint8Array([1, 2, 3]).buffer)
    const [success, progress] = [vi.fn(), vi.fn()]
    const task = wx.uploadFile({ url: 'https://a.test', filePath: path, name: 'file', formData: { a: 1 }, success })
    task.onProgressUpdate(progress)
    expect(asked[0]!.params).toMatchObject({ fileName: 'a.png', type: 'image/png', base64: 'AQID', formData: { a: 1 } })
    asked[0]!.answer({ errMsg: 'uploadFile:ok', statusCode: 200, data: 'done', header: {} })
    expect(success).toHaveBeenCalledWith(expect.objectContaining({ statusCode: 200, data: 'done' }))
    expect(progress).toHaveBeenCalledOnce()
  })

  it('do not go up where there is no file', async () => {
    const { wx, asked } = openWx()
    const fail = vi.fn()
    wx.uploadFile({ url: 'https://a.test', filePath: 'http://tmp/none', name: 'file', fail })
    await settled()
    expect(asked).toEqual([])
    expect(fail).toHaveBeenCalledWith({ errMsg: "uploadFile:fail no such file or directory, open 'http://tmp/none'" })
  })

  // https://developers.weixin.qq.com/miniprogram/dev/api/network/download/wx.downloadFile.html
  it('come down into a temporary file, or where the app wants them', async () => {
    const { wx, asked } = openWx()
    const [one, two] = [vi.fn(), vi.fn()]
    wx.downloadFile({ url: 'https://a.test/x.png?1', success: one })
    wx.downloadFile({ url: 'https://a.test/x.png', filePath: `${wx.env.USER_DATA_PATH}/y.png`, success: two })
    for (const { answer } of asked) answer({ errMsg: 'downloadFile:ok', statusCode: 200, header: {}, type: 'image/png', base64: 'AQID' })
    expect(one.mock.calls[0]![0].tempFilePath).toMatch(/^http:\/\/tmp\/.*\.png$/)
    expect(two.mock.calls[0]![0]).toMatchObject({ filePath: 'http://usr/y.png', statusCode: 200 })
    expect(wx.getFileSystemManager().statSync('http://usr/y.png').size).toBe(3)
  })
})

describe('sensors and sound', () => {
  it('can be listened to, and names that no manual has are not there', () => {
    const { wx } = openWx()
    wx.onAccelerometerChange(() => {})
    expect(wx.offNeedPrivacyAuthorization).toBeUndefined()
    expect(wx.getPhoneNumber).toBeUndefined()
  })

  it('plays on the app\'s clock', () => {
    const { wx } = openWx()
    const sound = wx.createInnerAudioContext()
    const played = vi.fn()
    sound.onPlay(played)
    sound.src = '/a.mp3'
    sound.play()
    expect(played).toHaveBeenCalledOnce()
    expect(sound.paused).toBe(false)
  })
})
