/** Objects for maps, cameras, live films and ads: https://developers.weixin.qq.com/miniprogram/dev/api/media/map/MapContext.html */
import { expect, test } from 'vitest'
import { project, Rig, settled } from './runtime-rig.ts'

async function run(wxml: string, script: string): Promise<Rig> {
  const rig = new Rig(project({ a: [wxml, `const say = text => value => console.log(text, JSON.stringify(value))\nPage({ onReady() { ${script} } })`] })).launch()
  await settled()
  rig.runtime.clock.advanceTo(rig.runtime.clock.now())
  await settled()
  expect(rig.errors).toEqual([])
  return rig
}

test('a map tells what its properties say, and takes every change', async () => {
  const rig = await run('<map id="m" latitude="23.1" longitude="113.3" scale="12"/>', `const map = wx.createMapContext('m')
    map.getCenterLocation({ success: say('center') })
    map.getScale().then(say('scale'))
    map.getRegion({ success: say('region') })
    map.includePoints({ points: [], complete: say('points') })`)
  expect(rig.logs.sort()).toEqual([
    'center {"latitude":23.1,"longitude":113.3,"errMsg":"getCenterLocation:ok"}', 'points {"errMsg":"includePoints:ok"}',
    'region {"southwest":{"latitude":23.09,"longitude":113.28999999999999},"northeast":{"latitude":23.110000000000003,"longitude":113.31},"errMsg":"getRegion:ok"}',
    'scale {"scale":12,"errMsg":"getScale:ok"}',
  ])
})

test('a camera takes a grey picture that can be measured, and films nothing', async () => {
  const rig = await run('<camera/>', `const camera = wx.createCameraContext()
    camera.takePhoto({ success: ({ tempImagePath }) => wx.getImageInfo({ src: tempImagePath, success: ({ width, height }) => console.log(width, height) }) })
    camera.startRecord({ fail: ({ errMsg }) => console.log(errMsg) })`)
  expect(rig.logs.sort()).toEqual(['1 1', 'startRecord:fail not available in the emulator'])
})

// https://developers.weixin.qq.com/miniprogram/dev/api/ad/RewardedVideoAd.onError.html
test('there is never an ad, and the app hears of it in both ways', async () => {
  const rig = await run('<view/>', `const ad = wx.createRewardedVideoAd({ adUnitId: 'x' })
    ad.onLoad(say('load')); ad.onClose(say('close')); ad.onError(say('error'))
    ad.show().catch(say('show'))`)
  expect(rig.logs.sort()).toEqual(['error {"errCode":1004,"errMsg":"no suitable ad"}', 'show {"errCode":1004,"errMsg":"no suitable ad"}'])
})
