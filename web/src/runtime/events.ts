/** Events as handlers get them: plain data, no engine objects. https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html */
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { nearestName } from './nearest.ts'
import { maybeRunning, running } from './running.ts'

const { Component, Event } = glassEasel as any

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
  const here = running()
  const { clock, began } = here
  here.event = this.getEventName()
  const event = {
    type: type ?? here.event, timeStamp: clock.now() - began, target: shown(target), currentTarget: shown(currentTarget), mark: mark ?? {}, detail,
  }
  return Object.assign(Object.create(this), event, touches ? { touches, changedTouches } : {})
}

const { getMethod } = Component

/** The engine passes over a handler that the component has not; WeChat says so: https://github.com/zhengguorong/xbosstrack-wechat/issues/5 */
Component.getMethod = (component: any, name: string) => {
  const method = getMethod.call(Component, component, name)
  if (method === undefined && !component.getMethodCaller()?.services) {
    const near = nearestName(name, Object.keys(Component.getMethodsFromDef(component.getComponentDefinition())))
    const here = maybeRunning()
    const said = `Component "${component.is}" does not have a method "${name}" to handle event "${here?.event ?? ''}".`
    here?.onWarning(near ? { zh: `${said} 最接近的是 ${near}`, en: `${said} The nearest is ${near}` } : said, `${component.is}.wxml`)
  }
  return method
}
