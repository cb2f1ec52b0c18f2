/** Events as handlers get them: plain data, no engine objects. https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html */
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { running } from './running.ts'

const { Event } = glassEasel as any

/** `target` or `currentTarget`: what WeChat shows of a node. The node itself stays reachable for built-ins as `_$`. */
function shown(caller: any): Record<string, unknown> {
  const element = caller?._$ ?? caller
  const host = element?.$$ as { offsetLeft?: number; offsetTop?: number } | undefined
  const info = { id: element?.id ?? '', offsetLeft: host?.offsetLeft ?? 0, offsetTop: host?.offsetTop ?? 0, dataset: { ...element?.dataset } }
  return Object.defineProperty(info, '_$', { value: element, enumerable: false })
}

/** The engine hands such events to every listener of this realm; their time is the app's. */
Event.prototype.wrapShadowedEvent = function (this: any, target: unknown, mark: object | null, currentTarget: unknown) {
  const { type, detail, touches, changedTouches } = this
  const { clock, began } = running()
  const event = {
    type: type ?? this.getEventName(), timeStamp: clock.now() - began, target: shown(target), currentTarget: shown(currentTarget), mark: mark ?? {}, detail,
  }
  return Object.assign(Object.create(this), event, touches ? { touches, changedTouches } : {})
}
