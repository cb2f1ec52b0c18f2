/** What stands in a plugin's place: a box with the address, and what was put between its tags. */
import { define, type BuiltinDefinition } from './define.ts'

/** No tag that projects write: the runtime registers it under each address. */
export const PLUGIN_BOX = 'plugin-box'

export const plugins: Record<string, BuiltinDefinition> = {
  [PLUGIN_BOX]: define({
    wxml: '<h-div class="boxed"><h-b>{{address}}</h-b><h-small>{{words}}</h-small></h-div><slot/>',
    boxed: true,
    data: { address: '', words: '' },
    lifetimes: { attached() { this.services.missing(this.data.address) } },
  }),
}
