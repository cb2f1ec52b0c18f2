/** WXS differs from JavaScript: `.constructor` is a text such as `Array`, and modules are named with their suffix. */
import { parse } from 'acorn'
import { full } from 'acorn-walk'
import MagicString from 'magic-string'

/** Helpers that every template bundle carries, and the runtime's hooks (runtime/wxs-nodes.ts); https://developers.weixin.qq.com/miniprogram/dev/reference/wxs/ */
export const WXS_GLOBALS =
  'var __ctor=function(x){return x==null?undefined:Object.prototype.toString.call(x).slice(8,-1)};' +
  'var getDate=function(){return new (Function.prototype.bind.apply(Date,[null].concat([].slice.call(arguments))))()};' +
  'var getRegExp=function(a,b){return new RegExp(a,b)};' +
  'if(typeof __wxs==="object"){Q.A=__wxs.change;Q.C=__wxs.event}'

/** A pattern as WXS reads it: `'\d'` keeps its backslash, and `'\\d'` means the same. */
function patternOf(literal: string): string {
  return literal.slice(1, -1).replaceAll('\\\\', '\\')
}

/** Throws acorn's SyntaxError, with `loc`, where the script cannot be read. */
export function wxs(source: string): string {
  const text = new MagicString(source)
  const tree = parse(source, { ecmaVersion: 2020, allowReturnOutsideFunction: true, locations: true })
  full(tree, (node: any) => {
    if (node.type === 'MemberExpression' && !node.computed && node.property.name === 'constructor') {
      text.appendLeft(node.start, '__ctor(')
      const dot = source.lastIndexOf('.', node.property.start)
      text.overwrite(source[dot - 1] === '?' ? dot - 1 : dot, node.end, ')')
    }
    const [argument] = node.type === 'CallExpression' && node.callee.name === 'require' ? node.arguments : []
    if (argument?.type === 'Literal' && String(argument.value).endsWith('.wxs')) {
      text.overwrite(argument.start, argument.end, JSON.stringify(argument.value.slice(0, -4)))
    }
    const [pattern] = node.type === 'CallExpression' && node.callee.name === 'getRegExp' ? node.arguments : []
    if (typeof pattern?.value === 'string') text.overwrite(pattern.start, pattern.end, JSON.stringify(patternOf(pattern.raw)))
  })
  return text.toString()
}
