/** Calls whose files travel: chosen by the user, sent up, brought down. The server asks and fetches; the files are kept here. */
import type { Json } from '../types.ts'
import { toBase64 } from './base64.ts'
import type { Carried, MemoryFiles } from './memory-files.ts'
import type { Family, Start, WxNeeds } from './needs.ts'

type Worded = (files: Carried[], paths: string[]) => Json

const kindOf = (type: string) => (type.startsWith('video/') ? 'video' : 'image')

/** The result of each call in WeChat's own shape. https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.chooseImage.html */
const RESULTS: Record<string, Worded> = {
  chooseImage: (files, paths) => ({ tempFilePaths: paths, tempFiles: files.map(({ size }, at) => ({ path: paths[at], size })) }),
  chooseMedia: (files, paths) => ({
    type: files.every(({ type }) => kindOf(type) === 'video') ? 'video' : files.every(({ type }) => kindOf(type) === 'image') ? 'image' : 'mix',
    tempFiles: files.map(({ size, type, width = 0, height = 0, duration = 0 }, at) => ({
      tempFilePath: paths[at], size, fileType: kindOf(type), width, height, ...(kindOf(type) === 'video' ? { duration, thumbTempFilePath: '' } : {}),
    })),
  }),
  chooseVideo: ([file], [path]) => ({ tempFilePath: path, size: file?.size ?? 0, width: file?.width ?? 0, height: file?.height ?? 0, duration: file?.duration ?? 0 }),
  chooseMessageFile: (files, paths) => ({
    tempFiles: files.map(({ name, size, type }, at) => ({ path: paths[at], name, size, time: 0, type: /^(image|video)\//.test(type) ? kindOf(type) : 'file' })),
  }),
  chooseAvatar: (_, [path]) => ({ avatarUrl: path }),
}

export function chosenFiles(needs: WxNeeds): Family {
  const { files } = needs
  return {
    served: Object.fromEntries(Object.entries(RESULTS).map(([name, worded]) => [name, chosen(name, worded, needs)])),
    tasks: { uploadFile: transfer('uploadFile', needs, ({ filePath, ...rest }) => upload(files, filePath, rest), reply => reply), downloadFile: downloads(needs) },
  }
}

function chosen(name: string, worded: Worded, needs: WxNeeds): Start {
  return (params, finish, call) => call(needs.callServer(name, params, reply => {
    if (!Array.isArray(reply.files)) return finish(reply)
    const { files, ...rest } = reply
    finish({ ...rest, ...worded(files, files.map((file: Carried) => needs.files.carriedIn(file))) })
  }) ?? undefined)
}

function upload(files: MemoryFiles, filePath: string, params: Json): Json {
  const { bytes, type } = files.read(filePath)
  return { ...params, fileName: String(filePath).split('/').at(-1), type, base64: toBase64(bytes.slice().buffer) }
}

function downloads(needs: WxNeeds): Start {
  return transfer('downloadFile', needs, params => ({ ...params, filePath: undefined }), ({ base64, type, ...reply }, { filePath, url }) => {
    if (base64 === undefined) return reply
    const name = String(url).split(/[?#]/)[0]!.split('/').at(-1)!
    const path = needs.files.carriedIn({ base64, type, name, size: 0 })
    if (!filePath) return { ...reply, tempFilePath: path }
    const { bytes } = needs.files.read(path)
    needs.files.write(filePath, bytes, type)
    return { ...reply, filePath }
  })
}

/** A task with abort and progress; the progress is told once, when all is there. */
function transfer(name: string, needs: WxNeeds, sent: (params: Json) => Json, received: (reply: Json, params: Json) => Json): Start {
  return (params, finish, call) => {
    const heard = { Progress: new Set<(progress: Json) => void>(), Headers: new Set<(headers: Json) => void>() }
    let open = true
    const end = (reply: Json) => {
      if (!open) return
      open = false
      for (const listener of reply.header ? heard.Headers : []) guarded(() => listener({ header: reply.header }), name, needs)
      const progress = { progress: 100, totalBytesSent: 1, totalBytesExpectedToSend: 1, totalBytesWritten: 1, totalBytesExpectedToWrite: 1 }
      for (const listener of reply.header ? heard.Progress : []) guarded(() => listener(progress), name, needs)
      finish(reply)
    }
    const fail = (error: unknown) => void Promise.resolve().then(() => end({ errMsg: `${name}:fail ${(error as Error).message}` }))
    try {
      call(needs.callServer(name, sent(params), reply => {
        try {
          end(received(reply, params))
        } catch (error) {
          fail(error)
        }
      }) ?? undefined)
    } catch (error) {
      fail(error)
    }
    const both = (set: Set<any>) => [(listener: unknown) => void set.add(listener), (listener?: unknown) => (listener ? void set.delete(listener) : set.clear())] as const
    const [onProgressUpdate, offProgressUpdate] = both(heard.Progress)
    const [onHeadersReceived, offHeadersReceived] = both(heard.Headers)
    return { abort: () => end({ errMsg: `${name}:fail abort` }), onProgressUpdate, offProgressUpdate, onHeadersReceived, offHeadersReceived }
  }
}

function guarded(run: () => void, name: string, needs: WxNeeds): void {
  try {
    run()
  } catch (error) {
    needs.fault(error, `wx.${name}`)
  }
}
