Component({
  properties: { level: String },
  observers: { level(value) { this.seen = [...(this.seen || []), value] } },
  methods: { choose() { this.triggerEvent('chosen', { level: this.data.level }) } },
})
