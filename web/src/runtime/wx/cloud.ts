/**
 * `wx.cloud`, whose other end lies with WeChat. https://developers.weixin.qq.com/miniprogram/dev/wxcloud/reference-sdk-api/Cloud.html
 *
 * Functions and containers are requests to hosts that never exist, so that the world's `hosts`, `--map` or a scenario's `backend` can
 * answer them. The database is there and empty: it can be read, and nothing can be written to it. All else fails.
 */
import { WxFail } from '../fail.ts'
import { nothing } from '../plugins.ts'
import type { Json } from '../types.ts'
import { appFunction, here } from './machinery.ts'
import { received, sent } from './network.ts'
import type { Direct, Local, Start, WxNeeds } from './needs.ts'

/** `.invalid` names nothing anywhere: https://www.rfc-editor.org/rfc/rfc2606#section-2 */
const FUNCTIONS = 'https://cloud-functions.invalid'
const CONTAINERS = 'https://cloud-containers.invalid'

const ABSENT = 'not available in the emulator'

const STORED = ['uploadFile', 'downloadFile', 'getTempFileURL', 'deleteFile']

/** What narrows a query down, and gives it back. */
const NARROWING = ['where', 'orderBy', 'limit', 'skip', 'field']

export function cloud(needs: WxNeeds): Json {
  const make = (name: string, start: Start): Direct => appFunction({ name, start, told: true, task: false }, needs)
  const local = (name: string, run: Local) => make(name, here(name, run, needs))
  const absent = (name: string) => local(name, () => {
    needs.missing(`wx.${name}`)
    throw new WxFail(ABSENT)
  })
  const members = () => ({
    init: () => {},
    callFunction: make('cloud.callFunction', asked(needs, ({ name, data }) => ({ url: `${FUNCTIONS}/${name}`, method: 'POST', data: data ?? {} }),
      ({ data }) => ({ result: data, requestID: '' }))),
    callContainer: make('cloud.callContainer', asked(needs, ({ path, ...more }) => ({ ...more, url: `${CONTAINERS}/${String(path ?? '').replace(/^\//, '')}` }),
      reply => reply)),
    connectContainer: absent('cloud.connectContainer'),
    ...Object.fromEntries(STORED.map(name => [name, absent(`cloud.${name}`)])),
    database: () => database(local, absent),
    CloudID: class { constructor(readonly cloudID: string) {} },
    CDN: class { constructor(readonly target: unknown) {} },
    extend: nothing('wx.cloud.extend', name => needs.missing(`wx.cloud.extend.${name}`)),
  })
  return { ...members(), Cloud: function () { return { ...members(), init: () => Promise.resolve() } } }
}

/** A request in the cloud's clothes. */
function asked(needs: WxNeeds, question: (params: Json) => Json, answer: (reply: Json) => Json): Start {
  return (params, finish, call) => {
    const wanted = question(params)
    call(needs.callServer('request', sent(wanted), reply => {
      const { errMsg = '', ...rest } = received(reply, wanted)
      if (!String(errMsg).startsWith('request:fail') && rest.statusCode < 400) return finish(answer(rest))
      needs.missing(`wx.cloud: ${wanted.url}`)
      finish({ errCode: -1, errMsg: `fail ${ABSENT} (${wanted.url}: ${rest.statusCode ?? errMsg}); --map or backend can answer it` })
    }) ?? undefined)
  }
}

type Make = (name: string, run: Local) => Direct
type Absent = (name: string) => Direct

/** https://developers.weixin.qq.com/miniprogram/dev/wxcloud/reference-sdk-api/Database.html */
function database(local: Make, absent: Absent): Json {
  const free = (name: string) => nothing(`db.${name}`, () => {})
  const watch = ({ onChange }: Json = {}) => {
    void Promise.resolve().then(() => onChange?.({ type: 'init', docs: [], docChanges: [] }))
    return { close: () => Promise.resolve() }
  }
  const query = (): Json => {
    const one: Json = {
      get: local('collection.get', () => ({ data: [] })), count: local('collection.count', () => ({ total: 0 })),
      update: absent('cloud.collection.update'), remove: absent('cloud.collection.remove'), watch,
    }
    for (const name of NARROWING) one[name] = () => one
    return one
  }
  return {
    collection: (name: string) => ({
      ...query(), collectionName: name, add: absent('cloud.collection.add'), aggregate: () => pipeline(local),
      doc: (id: unknown) => ({
        field() { return this },
        get: local('document.get', () => { throw new WxFail(`document with _id ${String(id)} does not exist`) }),
        set: absent('cloud.document.set'), update: absent('cloud.document.update'), remove: absent('cloud.document.remove'), watch,
      }),
    }),
    command: free('command'), Geo: free('Geo'), serverDate: () => ({ $date: 'server' }), RegExp: (given: Json) => ({ ...given }),
    startTransaction: absent('cloud.startTransaction'), runTransaction: absent('cloud.runTransaction'), createCollection: absent('cloud.createCollection'),
  }
}

/** Stages without end; nothing comes out. */
function pipeline(local: Make): Json {
  const end = local('collection.aggregate', () => ({ list: [] }))
  const stages: Json = new Proxy({}, { get: (_, name) => (name === 'end' ? end : name === 'then' ? undefined : () => stages) })
  return stages
}
