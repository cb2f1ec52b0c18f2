/**
 * What `canIUse` knows of the built-in components, in the words of `Row`; an attribute whose options came one by one stands there several times.
 * https://developers.weixin.qq.com/miniprogram/dev/component/button.html, navigator.html, and so on.
 */
export interface ComponentRow { since?: string; attributes?: string }

const HOVER = 'hover-class hover-start-time hover-stay-time hover-stop-propagation@1.5.0'

export const COMPONENTS: Record<string, ComponentRow> = {
  button: {
    attributes: `size(default,mini) type(primary,default,warn) plain disabled loading form-type(submit,reset) ${HOVER} lang@1.3.0
      open-type@1.1.0 open-type(getPhoneNumber)@1.2.0 open-type(getUserInfo)@1.3.0 open-type(launchApp)@1.9.5 open-type(openSetting)@2.0.7
      open-type(chooseAvatar)@2.21.2 app-parameter@1.9.5 bindgetphonenumber@1.2.0 bindgetuserinfo@1.3.0 binderror@1.9.5
      bindopensetting@2.0.7 bindchooseavatar@2.21.2`,
  },
  navigator: {
    attributes: `url delta ${HOVER} open-type(navigate,redirect,switchTab) open-type(reLaunch,navigateBack)@1.1.0 open-type(exit)@2.1.0
      target(self,miniProgram)@2.0.7 app-id@2.0.7 path@2.0.7 extra-data@2.0.7 version(develop,trial,release)@2.0.7 short-link@2.18.1
      bindsuccess@2.0.7 bindfail@2.0.7 bindcomplete@2.0.7`,
  },
  view: { attributes: HOVER },
  text: { attributes: 'selectable@1.1.0 user-select@2.12.1 space(ensp,emsp,nbsp)@1.4.0 decode@1.4.0' },
  image: { attributes: 'src mode lazy-load@1.5.0 show-menu-by-longpress@2.7.0 webp@2.9.0 binderror bindload' },
  form: { attributes: 'report-submit bindsubmit bindreset' },
  input: {
    attributes: `value type(text,number,idcard,digit) type(nickname)@2.21.2 password placeholder placeholder-style placeholder-class disabled
      maxlength cursor-spacing focus confirm-type(send,search,next,go,done)@1.1.0 bindinput bindfocus bindblur bindconfirm`,
  },
  textarea: { attributes: 'value placeholder placeholder-style placeholder-class disabled maxlength auto-height focus bindinput bindfocus bindblur bindconfirm' },
  checkbox: { attributes: 'value disabled checked color' },
  radio: { attributes: 'value disabled checked color' },
  switch: { attributes: 'checked disabled type(switch,checkbox) color bindchange' },
  picker: { attributes: 'mode(selector,time,date) mode(multiSelector,region)@1.4.0 disabled range range-key value start end fields bindchange bindcancel@1.9.90' },
  'scroll-view': {
    attributes: `scroll-x scroll-y upper-threshold lower-threshold scroll-top scroll-left scroll-into-view scroll-with-animation
      refresher-enabled@2.10.1 bindscroll bindscrolltoupper bindscrolltolower`,
  },
  swiper: { attributes: 'indicator-dots@1.0.0 indicator-color@1.1.0 indicator-active-color@1.1.0 autoplay current interval duration circular vertical bindchange' },
  'movable-area': { since: '1.2.0' },
  'movable-view': { since: '1.2.0' },
  'cover-view': { since: '1.4.0' },
  'cover-image': { since: '1.4.0' },
  'rich-text': { since: '1.4.0', attributes: 'nodes space(ensp,emsp,nbsp)@2.4.1' },
  'web-view': { since: '1.6.4' },
  'page-meta': { since: '2.9.0' },
}
