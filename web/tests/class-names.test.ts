/** A mini-program may call its classes what it likes: those of the frame and the built-ins keep to a prefix of their own. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import postcss from 'postcss'
import { expect, test } from 'vitest'

test.each(['frame/frame.css', 'builtins/styles.css'])('every class in %s starts with wx--', file => {
  const foreign = new Set<string>()
  postcss.parse(readFileSync(fileURLToPath(new URL(`../src/${file}`, import.meta.url)), 'utf8')).walkRules(rule => {
    if (rule.parent?.type === 'atrule' && (rule.parent as postcss.AtRule).name === 'keyframes') return
    const bare = rule.selector.replace(/"[^"]*"/g, '')
    for (const [, name] of bare.matchAll(/\.([a-zA-Z][\w-]*)/g)) if (!name!.startsWith('wx--')) foreign.add(name!)
  })
  expect([...foreign]).toEqual([])
})
