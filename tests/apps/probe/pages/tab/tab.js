import { note } from '../../lib/notes'
Page({ onLoad() { note('tab.onLoad') }, onShow() { note('tab.onShow') }, onHide() { note('tab.onHide') } })
