/** One line of the form: label left, field right. Event `change` {id, value}; `leave` {id} when a text was left. */
const { texts, language } = require('../../utils/texts')

const TYPED = ['mobile', 'name', 'idcard', 'email', 'text']
const CHOSEN = ['sex', 'education', 'industry', 'income', 'select']
const KEYBOARDS = { mobile: 'number', idcard: 'idcard' }
const LENGTHS = { mobile: 11, idcard: 18 }
/** WeChat writes the sex so in any language. */
const SEXES = ['男', '女']

Component({
  properties: {
    /** {id, kind, label, values?, value?, required}; `value` is what 验证 fills in. */
    line: Object,
    value: null,
    /** What is wrong, in words. */
    fault: String
  },

  data: { form: '', keyboard: 'text', length: 100, range: [], shown: '', picks: [] },

  lifetimes: {
    attached() {
      const t = texts()
      const { kind, values } = this.data.line
      const several = kind === 'checkbox' || kind === 'habit'
      this.options = kind === 'sex' ? SEXES : values || t.choices[kind] || []
      this.setData({
        t,
        lang: language(),
        form: TYPED.includes(kind) ? 'typed' : CHOSEN.includes(kind) ? 'chosen' : several ? 'several' : kind === 'radio' ? 'one' : kind,
        keyboard: KEYBOARDS[kind] || 'text',
        length: LENGTHS[kind] || 100,
        range: kind === 'sex' ? [t.male, t.female] : this.options,
        today: new Date().toISOString().slice(0, 10)
      })
      this.reflect()
    }
  },

  observers: {
    value() {
      if (this.options) this.reflect()
    }
  },

  methods: {
    /** The value as it is shown. */
    reflect() {
      const { value, range } = this.data
      const list = Array.isArray(value) ? value : []
      const at = this.options.indexOf(value)
      this.setData({
        shown: at >= 0 ? range[at] : list.length ? list.join(' ') : value || '',
        picks: this.options.map(option => option === value || list.includes(option))
      })
    },

    tell(value) {
      this.triggerEvent('change', { id: this.data.line.id, value })
    },

    typed({ detail }) {
      this.tell(detail.value)
    },

    left() {
      this.triggerEvent('leave', { id: this.data.line.id })
    },

    /** The phone's own number, as WeChat knows it. */
    verify() {
      this.tell(this.data.line.value)
    },

    chosen({ detail }) {
      this.tell(this.options[detail.value])
    },

    picked({ detail }) {
      this.tell(detail.value)
    },

    one({ currentTarget }) {
      this.tell(this.options[currentTarget.dataset.index])
    },

    several({ currentTarget }) {
      const option = this.options[currentTarget.dataset.index]
      const list = this.data.value || []
      this.tell(list.includes(option) ? list.filter(other => other !== option) : this.options.filter(other => other === option || list.includes(other)))
    }
  }
})
