import { expect, it } from 'vitest'
import { project, Rig } from './runtime-rig.ts'

// https://developers.weixin.qq.com/miniprogram/dev/framework/ability/custom-tabbar.html
it('each tab page has a bar of its own', () => {
  const list = ['pages/a/a', 'pages/b/b'].map(pagePath => ({ pagePath, text: pagePath }))
  const tab = (selected: number) => `Page({ onShow() { this.getTabBar().setData({ selected: ${selected} }) } })`
  const rig = new Rig(project(
    { 'pages/a/a': ['<view/>', tab(0)], 'pages/b/b': ['<view/>', tab(1)], 'pages/c/c': ['<view/>', 'Page({})'] },
    { tabBar: { custom: true, list } },
    {
      'custom-tab-bar/index.json': '{"component": true}', 'custom-tab-bar/index.wxml': '<view>{{selected}}</view>',
      'custom-tab-bar/index.js': 'Component({ data: { selected: -1 }, methods: { go() { wx.switchTab({ url: "/pages/b/b" }) } } })',
    },
  )).launch()
  const bar = () => rig.runtime.router.top!.page.getTabBar()
  const first = bar()
  expect(first.data.selected).toBe(0)
  rig.runtime.chooseTab(1)
  expect(bar()).not.toBe(first)
  expect([first.data.selected, bar().data.selected]).toEqual([0, 1])
  rig.runtime.router.reLaunch('pages/c/c', {})
  expect(bar()).toBeNull()
  expect(rig.errors).toEqual([])
})
