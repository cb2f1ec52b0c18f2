/** All built-in components by tag. No DOM in here: what the browser adds is in `dom/`. */
import { audios } from './audio.ts'
import { basic } from './basic.ts'
import { buttons } from './button.ts'
import { canvases } from './canvas.ts'
import { choices } from './choice.ts'
import type { BuiltinDefinition } from './define.ts'
import { forms } from './form.ts'
import { gestures } from './gesture.ts'
import { inputs } from './input.ts'
import { media } from './media.ts'
import { movables } from './movable.ts'
import { old } from './old.ts'
import { openData } from './open-data.ts'
import { over } from './over.ts'
import { pickers } from './picker.ts'
import { plugins } from './plugin.ts'
import { scrolls } from './scroll.ts'
import { swipers } from './swiper.ts'
import { videos } from './video.ts'

export type { Builtin, BuiltinDefinition, Services } from './define.ts'

export const builtins: Record<string, BuiltinDefinition> = {
  ...basic, ...media, ...buttons, ...forms, ...choices, ...inputs, ...scrolls, ...swipers, ...pickers, ...movables, ...canvases, ...videos,
  ...audios, ...openData, ...old, ...over, ...plugins, ...gestures,
}
