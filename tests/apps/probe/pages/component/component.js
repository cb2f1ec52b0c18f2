import { note } from '../../lib/notes'

Component({
  properties: { id: String },
  lifetimes: { attached() { note('component.attached') }, detached() { note('component.detached') } },
  pageLifetimes: { show() { note('component.show') } },
  methods: { onLoad(query) { note('component.onLoad', query.id) } },
})
