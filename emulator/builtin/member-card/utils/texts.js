/** Texts in the phone's language. */

const zh = {
  title: '会员卡',
  formTitle: '填写会员信息',
  loading: '正在打开会员卡',
  take: '领取并激活',
  activate: '立即激活',
  offers: '会员权益',
  validity: '有效期',
  by: name => `由“${name}”提供`,
  isMember: '你已经是会员',
  isMemberHint: '会员卡在你的微信卡包里，可以随时使用。',
  openCard: '查看会员卡',
  back: '返回商户小程序',
  wrong: '暂时无法开卡',
  cannotTake: '暂时不能领取这张会员卡',
  submit: '激活会员卡',
  required: '必填信息',
  optional: '选填信息',
  verify: '验证',
  verified: '已验证',
  choose: '请选择',
  enter: '请填写',
  male: '男',
  female: '女',
  agree: '我已阅读并同意',
  quote: name => `《${name}》`,
  bind: '已有会员卡？',
  linkHint: '这是商户给出的网页，模拟器不会打开：',
  ok: '知道了',
  done: '激活成功',
  doneHint: '会员卡已放入你的微信卡包',
  doneJump: name => `即将返回“${name}”`,
  errors: {
    mobile: '请填写 11 位手机号',
    idcard: '请填写 18 位身份证号',
    email: '请填写正确的邮箱',
    empty: '此项必填'
  },
  choices: {
    education: ['初中及以下', '高中或中专', '大专', '本科', '硕士', '博士'],
    industry: ['互联网', '教育', '医疗', '金融', '制造', '餐饮与零售', '文化与艺术', '公共服务', '其他'],
    income: ['5 千元以下', '5 千至 1 万元', '1 至 2 万元', '2 至 5 万元', '5 万元以上'],
    habit: ['阅读', '音乐', '电影', '运动', '旅行', '摄影', '烹饪', '游戏']
  }
}

const en = {
  title: 'Membership card',
  formTitle: 'Membership details',
  loading: 'Opening the card',
  take: 'Get and activate',
  activate: 'Activate now',
  offers: 'Benefits',
  validity: 'Validity',
  by: name => `Offered by “${name}”`,
  isMember: 'You are a member already',
  isMemberHint: 'The card is in your WeChat wallet, ready to use.',
  openCard: 'Open the card',
  back: 'Back to the shop',
  wrong: 'The card cannot be opened',
  cannotTake: 'This card cannot be had at the moment',
  submit: 'Activate card',
  required: 'Required',
  optional: 'Optional',
  verify: 'Verify',
  verified: 'Verified',
  choose: 'Choose',
  enter: 'Enter',
  male: 'Male',
  female: 'Female',
  agree: 'I have read and accept ',
  quote: name => `“${name}”`,
  bind: 'A member already? ',
  linkHint: "This is the merchant's web page; the emulator does not open it:",
  ok: 'OK',
  done: 'Activated',
  doneHint: 'The card is in your WeChat wallet',
  doneJump: name => `Returning to “${name}”`,
  errors: {
    mobile: 'A mobile number has 11 digits',
    idcard: 'An ID number has 18 characters',
    email: 'This is no e-mail address',
    empty: 'This is needed'
  },
  choices: {
    education: ['Middle school or less', 'High school', 'College', 'Bachelor', 'Master', 'Doctor'],
    industry: ['Internet', 'Education', 'Health', 'Finance', 'Industry', 'Food and retail', 'Culture', 'Public service', 'Other'],
    income: ['Under ¥5,000', '¥5,000 – 10,000', '¥10,000 – 20,000', '¥20,000 – 50,000', 'Over ¥50,000'],
    habit: ['Reading', 'Music', 'Films', 'Sports', 'Travel', 'Photography', 'Cooking', 'Games']
  }
}

/** 'zh' or 'en' */
function language() {
  return /^zh/i.test(wx.getAppBaseInfo().language) ? 'zh' : 'en'
}

/** The table of the phone's language. */
function texts() {
  return language() === 'zh' ? zh : en
}

module.exports = { language, texts }
