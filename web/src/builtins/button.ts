/** button and navigator: what a tap on them does. */
import { define, reflect, type Builtin } from './define.ts'
import { enclosing, targetInfo } from './tree.ts'

/** Open types that only ask a `wx` function and hand its result to an event of the button. */
const ASKING: Record<string, { call: string; event: string }> = {
  getUserInfo: { call: 'getUserInfo', event: 'getuserinfo' },
  openSetting: { call: 'openSetting', event: 'opensetting' },
  getPhoneNumber: { call: 'getPhoneNumber', event: 'getphonenumber' },
  getRealtimePhoneNumber: { call: 'getPhoneNumber', event: 'getrealtimephonenumber' },
  chooseAvatar: { call: 'chooseAvatar', event: 'chooseavatar' },
}

/** Open types that leave for a part of WeChat that is not here: nothing comes back. */
const LEAVING = ['contact', 'feedback']

/** Open types that need a verified account or a part of WeChat that is not emulated: they fail in words. */
const REFUSED: Record<string, { event: string; errMsg: string }> = {
  launchApp: { event: 'error', errMsg: 'launchApp:fail invalid scene' },
}

async function openType(button: Builtin, type: string): Promise<void> {
  const asking = ASKING[type]
  if (asking) {
    const result = await button.services.invoke(asking.call, { lang: button.data.lang || 'en' })
    if (type !== 'chooseAvatar' || result.avatarUrl) button.triggerEvent(asking.event, result)
  } else if (REFUSED[type]) {
    button.services.missing(`button open-type=${type}`)
    button.triggerEvent(REFUSED[type].event, { errMsg: REFUSED[type].errMsg })
  } else if (type === 'share') button.services.share(targetInfo(button._$))
  else if (type === 'agreePrivacyAuthorization') button.triggerEvent('agreeprivacyauthorization', {})
  else if (LEAVING.includes(type)) button.triggerEvent(type, { errMsg: `${type}:ok` })
  else button.services.missing(`button open-type=${type}`)
}

function press(button: Builtin): void {
  const { formType, openType: type } = button.data
  if (formType === 'submit' || formType === 'reset') {
    const leaves = (host: any) => ['wx://form-field-button', 'wx://form-field-group'].some(name => button.services.hasBehavior(host, name))
    const form = enclosing(button._$, 'form', leaves)
    form?.[formType === 'submit' ? 'submitFrom' : 'resetFrom'](targetInfo(button._$))
  }
  if (type) void openType(button, type)
}

/** What the navigator's `open-type` asks of `wx` within the same mini-program. */
const ROUTES: Record<string, string> = {
  navigate: 'navigateTo', redirect: 'redirectTo', switchTab: 'switchTab', reLaunch: 'reLaunch', navigateBack: 'navigateBack',
}

function destination(data: Builtin['data']): { call: string; params: Record<string, unknown> } | null {
  const type = data.openType || 'navigate'
  if (data.target === 'miniProgram') {
    if (type === 'exit') return { call: 'exitMiniProgram', params: {} }
    if (type === 'navigateBack') return { call: 'navigateBackMiniProgram', params: defined({ extraData: data.extraData }) }
    const { appId, path, extraData, shortLink } = data
    return { call: 'navigateToMiniProgram', params: defined({ appId, path, extraData, shortLink, envVersion: data.version }) }
  }
  const call = ROUTES[type]
  if (!call) return null
  return { call, params: type === 'navigateBack' ? { delta: data.delta } : { url: data.url } }
}

/** Without the members that were not written in the template. */
function defined(params: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== ''))
}

async function follow(navigator: Builtin): Promise<void> {
  const to = destination(navigator.data)
  if (!to) return navigator.services.missing(`navigator open-type=${navigator.data.openType}`)
  const result = await navigator.services.invoke(to.call, to.params)
  navigator.triggerEvent(result.errMsg.includes(':fail') ? 'fail' : 'success', result)
  navigator.triggerEvent('complete', result)
}

export const buttons = {
  button: define({
    wxml: '<h-i class="button-loading" wx:if="{{loading}}"/><slot/>',
    properties: {
      size: { type: String, value: 'default' }, type: { type: String, value: 'default' }, plain: Boolean, disabled: Boolean,
      loading: Boolean, formType: String, openType: String, lang: String, name: String, sessionFrom: String,
      sendMessageTitle: String, sendMessagePath: String, sendMessageImg: String, showMessageCard: Boolean,
      appParameter: String, phoneNumberNoQuotaToast: Boolean, needShowEntrance: Boolean, entrancePath: String,
      shareId: String, shareType: null, scope: String, groupId: String, guildId: String,
      hoverClass: { type: String, value: 'button-hover' }, hoverStartTime: { type: Number, value: 20 },
      hoverStayTime: { type: Number, value: 70 },
    },
    reflect: ['size', 'type', 'plain', 'loading'],
    observers: {
      disabled(disabled: boolean) {
        reflect(this, 'disabled', disabled)
        reflect(this, 'ariaDisabled', disabled || '')
      },
    },
    lifetimes: {
      created() {
        this._$.addListener('tap', event => { if (this.data.disabled) event.stopPropagation() }, { capture: true })
        this._$.addListener('tap', () => { if (!this.data.disabled) press(this) })
      },
    },
  }),

  navigator: define({
    properties: {
      target: { type: String, value: 'self' }, url: String, openType: { type: String, value: 'navigate' },
      delta: { type: Number, value: 1 }, appId: String, path: String, extraData: null,
      version: { type: String, value: 'release' }, shortLink: String,
      hoverClass: { type: String, value: 'navigator-hover' }, hoverStayTime: { type: Number, value: 600 },
    },
    lifetimes: { created() { this._$.addListener('tap', () => void follow(this)) } },
  }),
}
