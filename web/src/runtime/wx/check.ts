/** The base library's check of arguments: recursive against a template, all violations joined. */

/** `Array`, `Object`, `Undefined`, `Null`, `String` … */
export function typeName(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}

/** Violations of `template` by `value`, each with its `;`. Empty if it fits. An array's first item is the template of all. */
export function faults(template: unknown, value: unknown, where = 'parameter'): string {
  const [wanted, given] = [typeName(template), typeName(value)]
  if (wanted !== given) return `${where} should be ${wanted} instead of ${given};`
  if (Array.isArray(template)) return itemFaults(template, value as unknown[], where)
  if (wanted !== 'Object') return ''
  return Object.entries(template as object).map(([key, inner]) => faults(inner, (value as any)[key], `${where}.${key}`)).join('')
}

function itemFaults(template: unknown[], value: unknown[], where: string): string {
  if (!template.length) return ''
  const few = value.length < template.length ? `${where} should have at least ${template.length} item;` : ''
  return few + value.map((item, index) => faults(template[0], item, `${where}[${index}]`)).join('')
}
