/** Parts of the phone that stand still here, and small calls about the screen. https://developers.weixin.qq.com/miniprogram/dev/api/device/screen/wx.setKeepScreenOn.html */
import { WxFail } from '../fail.ts'
import type { Json } from '../types.ts'
import type { Family, Local, WxNeeds } from './needs.ts'

const SENSORS = ['Accelerometer', 'Compass', 'Gyroscope', 'DeviceMotionListening', 'LocationUpdate']

export function device(needs: WxNeeds): Family {
  let brightness = .5
  const battery = () => ({ level: 100, isCharging: false, isLowPowerModeEnabled: false })
  const sensors = Object.fromEntries(SENSORS.flatMap(name => [[`start${name}`, () => {}], [`stop${name}`, () => {}]] as [string, Local][]))
  return {
    local: {
      ...sensors, ...sharing, ...pictures(needs),
      vibrateLong: () => {}, hideKeyboard: () => needs.screen.hideKeyboard?.(),
      setKeepScreenOn: () => {}, setEnableDebug: () => {}, getScreenBrightness: () => ({ value: brightness }), setScreenBrightness({ value }) { brightness = Number(value) },
      getBatteryInfo: battery, getLocalIPAddress: () => ({ localip: '127.0.0.1', netmask: '255.0.0.0' }),
      getRandomValues: ({ length = 16 }) => ({ randomValues: Uint8Array.from({ length }, () => Math.floor(Math.random() * 256)).buffer }),
      setBackgroundColor: change => needs.screen.navigationBar(page(needs), { pageBackground: change.backgroundColor }),
      setBackgroundTextStyle: () => {}, setTopBarText: () => {}, setWindowSize: () => {},
      loadFontFace: params => needs.screen.loadFont?.(params.family, params.source, params.desc),
      enableAlertBeforeUnload: () => {}, disableAlertBeforeUnload: () => {},
      openLocation: params => needs.screen.overlay?.({ kind: 'place', ...params }),
      previewImage: ({ urls = [], current }) => needs.screen.overlay?.({ kind: 'pictures', urls: urls.map((url: string) => needs.asset(url)), index: indexOf(urls, current) }),
      previewMedia: ({ sources = [], current = 0 }) => needs.screen.overlay?.({ kind: 'pictures', urls: sources.map(({ url }: Json) => needs.asset(url)), index: current }),
      openDocument: ({ filePath }) => { needs.files.read(filePath); needs.screen.overlay?.({ kind: 'document', name: filePath }) },
      getPrivacySetting: () => ({ needAuthorization: false, privacyContractName: '' }), requirePrivacyAuthorize: () => {}, openPrivacyContract: () => {},
      checkIsAddedToMyMiniProgram: () => ({ added: false }),
    },
    direct: {
      getBatteryInfoSync: battery,
      getExptInfoSync: () => ({}), getApiCategory: () => ({ apiCategory: 'default' }),
      requestIdleCallback: (run: (idle: Json) => void) => needs.clock.setTimeout(() => run({ didTimeout: false, timeRemaining: () => 50 }), 1),
      cancelIdleCallback: (id: number) => needs.clock.clearTimeout(id),
      getPerformance: () => ({ now: () => needs.clock.now(), createObserver: () => ({ observe() {}, disconnect() {} }), getEntries: () => [], getEntriesByName: () => [], getEntriesByType: () => [], setBufferSize() {} }),
    },
  }
}

/** The menu behind the three dots is the phone's own; what the app says of it is taken note of. */
const sharing: Record<string, Local> = {
  showShareMenu: () => {}, hideShareMenu: () => {}, updateShareMenu: () => {},
  getShareInfo() { throw new WxFail('invalid shareTicket') },
  getGroupEnterInfo() { throw new WxFail('not in group') },
}

function pictures(needs: WxNeeds): Record<string, Local> {
  return {
    getImageInfo: async ({ src }) => ({ path: src, orientation: 'up', ...(await sizeOf(src, needs)) }),
    compressImage: ({ src }) => { needs.files.read(src); return { tempFilePath: src } },
    getVideoInfo: ({ src }) => ({ orientation: 'up', type: 'mp4', duration: 0, size: needs.files.read(src).bytes.length / 1024, width: 0, height: 0, fps: 30, bitrate: 0 }),
  }
}

/** By the browser where there is one, else by a look at the file's head. */
async function sizeOf(src: string, needs: WxNeeds): Promise<Json> {
  const Native = (globalThis as any).Image
  if (Native) {
    const image = new Native()
    image.src = needs.asset(src)
    try {
      await image.decode()
    } catch {
      throw new WxFail('download image fail. reason: load failed')
    }
    return { width: image.naturalWidth, height: image.naturalHeight, type: (/\.(\w+)$/.exec(src)?.[1] ?? 'png').replace('jpg', 'jpeg') }
  }
  const { bytes } = needs.files.read(src)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length > 24 && view.getUint32(0) === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20), type: 'png' }
  throw new WxFail('only PNG can be measured without a browser')
}

function indexOf(urls: string[], current: unknown): number {
  return typeof current === 'number' ? current : Math.max(0, urls.indexOf(String(current)))
}

function page(needs: WxNeeds) {
  const current = needs.currentPage()
  if (!current) throw new WxFail('no page')
  return current
}
