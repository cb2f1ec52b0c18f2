/** Vite plugin: `ownNames()` in the entry becomes all names that the whole bundle declares at its top level, `ownValues()` what they hold, in the same order; the bundle is strict, as modules are. */
import { parse } from 'acorn'
import MagicString from 'magic-string'

const [NAMES, VALUES] = ['ownNames()', 'ownValues()']

function namesIn(pattern) {
  if (pattern?.type === 'Identifier') return [pattern.name]
  if (pattern?.type === 'ObjectPattern') return pattern.properties.flatMap(one => namesIn(one.value ?? one.argument))
  if (pattern?.type === 'ArrayPattern') return pattern.elements.flatMap(namesIn)
  return pattern?.left ? namesIn(pattern.left) : pattern?.argument ? namesIn(pattern.argument) : []
}

export function topNames(body) {
  return body.flatMap(node => (node.type === 'VariableDeclaration' ? node.declarations.flatMap(one => namesIn(one.id)) : namesIn(node.id)))
}

export function ownNames() {
  return {
    name: 'own-names',
    renderChunk(code) {
      if (!code.includes(NAMES)) return null
      const [{ expression }] = parse(code, { ecmaVersion: 'latest' }).body
      const { body } = expression.callee
      const names = [...new Set(topNames(body.body))]
      const text = new MagicString(code)
      text.appendLeft(body.start + 1, '"use strict";')
      text.replace(NAMES, () => JSON.stringify(names))
      text.replace(VALUES, () => `[${names.join(', ')}]`)
      return { code: text.toString(), map: null }
    },
  }
}
