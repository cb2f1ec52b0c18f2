/** Objects for what stands as a box: maps, the camera, live films, advertisements. Pages that make one go on. https://developers.weixin.qq.com/miniprogram/dev/api/media/map/MapContext.html */
import { WxFail } from '../fail.ts'
import type { Json } from '../types.ts'
import { builtinNamed } from '../view/nodes.ts'
import { fromBase64 } from './base64.ts'
import { appFunction, here } from './machinery.ts'
import type { Direct, Family, Local, WxNeeds } from './needs.ts'

/** Methods that change what a map shows: they succeed, and nothing is seen of it. */
const UNSEEN = ['moveToLocation', 'translateMarker', 'moveAlong', 'includePoints', 'setCenterOffset', 'setLocMarkerIcon', 'setBoundary', 'initMarkerCluster',
  'addMarkers', 'removeMarkers', 'addCustomLayer', 'removeCustomLayer', 'addGroundOverlay', 'updateGroundOverlay', 'removeGroundOverlay', 'addVisualLayer',
  'removeVisualLayer', 'addArc', 'removeArc', 'openMapApp', 'eraseLines']

/** A grey picture of one pixel. */
const GREY = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mM8/x8AAwMB/6X9HCYAAAAASUVORK5CYII='

const LIVE = ['play', 'stop', 'mute', 'pause', 'resume', 'start', 'switchCamera', 'snapshot', 'requestFullScreen', 'exitFullScreen', 'toggleTorch']

export function contexts(needs: WxNeeds): Family {
  const named = (tag: string, id: string, component?: unknown): Json => builtinNamed(component ?? needs.currentPage()?.page, tag, id)?.data ?? {}
  const made = (methods: Record<string, Local>): Record<string, Direct> =>
    Object.fromEntries(Object.entries(methods).map(([name, run]) => [name, appFunction({ name, start: here(name, run, needs), told: false, task: false }, needs)]))
  const refused = (names: string[]) => made(Object.fromEntries(names.map(name => [name, () => { throw new WxFail('not available in the emulator') }])))
  return {
    direct: {
      createMapContext: (id: string, component?: unknown) => ({ ...made(map(() => named('map', id, component))), on() {}, off() {} }),
      createCameraContext: () => ({
        ...made({ takePhoto: () => ({ tempImagePath: needs.files.keep(new Uint8Array(fromBase64(GREY)), 'image/png') }), setZoom: ({ zoom }) => ({ zoom }) }),
        ...refused(['startRecord', 'stopRecord']), onCameraFrame: () => made({ start: () => {}, stop: () => {} }),
      }),
      createLivePlayerContext: () => refused(LIVE),
      createLivePusherContext: () => refused(LIVE),
      createRewardedVideoAd: () => advertisement(needs),
      createInterstitialAd: () => advertisement(needs),
    },
  }
}

/** What the map's own properties say. */
function map(box: () => Json): Record<string, Local> {
  const center = () => ({ latitude: Number(box().latitude) || 0, longitude: Number(box().longitude) || 0 })
  const corner = (by: number) => ({ latitude: center().latitude + by, longitude: center().longitude + by })
  return {
    ...Object.fromEntries(UNSEEN.map(name => [name, () => {}])),
    getCenterLocation: center,
    getRegion: () => ({ southwest: corner(-.01), northeast: corner(.01) }),
    getScale: () => ({ scale: Number(box().scale) || 16 }),
    getRotate: () => ({ rotate: Number(box().rotate) || 0 }),
    getSkew: () => ({ skew: Number(box().skew) || 0 }),
    fromScreenLocation: center,
    toScreenLocation: () => ({ x: 0, y: 0 }),
  }
}

/** There is never one to be shown. https://developers.weixin.qq.com/miniprogram/dev/api/ad/RewardedVideoAd.onError.html */
function advertisement(needs: WxNeeds): Json {
  const none = { errCode: 1004, errMsg: 'no suitable ad' }
  const failed = new Set<(reason: Json) => void>()
  const fail = () => {
    for (const run of failed) {
      try {
        run({ ...none })
      } catch (error) {
        needs.fault(error, 'ad.onError')
      }
    }
  }
  needs.clock.setTimeout(fail, 0)
  const refuse = () => Promise.reject({ ...none })
  return {
    load: refuse, show: refuse, destroy() { failed.clear() }, isShow: () => false,
    onLoad() {}, offLoad() {}, onClose() {}, offClose() {},
    onError(run: (reason: Json) => void) { failed.add(run) },
    offError(run?: (reason: Json) => void) { if (run) failed.delete(run); else failed.clear() },
  }
}
