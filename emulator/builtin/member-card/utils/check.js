/** Whether what was filled in will do. */

const SHAPES = {
  mobile: /^1\d{10}$/,
  idcard: /^\d{17}[\dXx]$/,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/
}

/** Whether nothing was filled in. */
function isEmpty(value) {
  return value === undefined || value === null || value.length === 0 || (typeof value === 'string' && !value.trim())
}

/** The key of what is wrong with a form line's value, or ''. */
function fault({ kind, required }, value) {
  if (isEmpty(value)) return required ? 'empty' : ''
  return SHAPES[kind] && !SHAPES[kind].test(value.trim()) ? kind : ''
}

module.exports = { fault, isEmpty }
