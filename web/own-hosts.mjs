/** The looks of our built-ins are theirs alone: a component of the project's own may have the same tag, as `navigation-bar` or `toast`. */
import selectorParser from 'postcss-selector-parser'

const OWN = ':where([wx-host="wx"])'

const narrowed = selectorParser(parsed => parsed.walkTags(tag => {
  if (tag.value.startsWith('wx-') && tag.value !== 'wx-page') tag.parent.insertAfter(tag, selectorParser.pseudo({ value: OWN }))
}))

export const ownHosts = {
  postcssPlugin: 'own-hosts',
  Once(root) {
    if (!root.source.input.file?.endsWith('builtins/styles.css')) return
    root.walkRules(rule => { if (rule.parent.name !== 'keyframes') rule.selector = narrowed.processSync(rule.selector) })
  },
}
