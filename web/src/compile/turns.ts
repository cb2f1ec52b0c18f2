/** Scripts that count their loops' turns and calls, for a second look at code that did not come back: where was it? */
import { parse, type Node } from 'acorn'
import { full } from 'acorn-walk'
import MagicString from 'magic-string'

/** What the console says of the first place where there were too many; `emulator/checking.py` listens for it. */
export const TOO_MANY = 'wxemu: too many turns'

/** Ends the code where it has turned `most` times in this file, and says so first: a promise's fault is heard by nobody. */
const counter = (most: number): string =>
  ';var wxemuTurns=0,wxemuTurn=()=>{if(++wxemuTurns<=' + most + ')return;' +
  `const error=new Error(${JSON.stringify(TOO_MANY)});Error.captureStackTrace(error,wxemuTurn);` +
  `if(wxemuTurns===${most + 1})console.error(error.stack);throw error};`

/** Each on the lines it was on. */
export function countTurns(scripts: Record<string, string>, most: number): Record<string, string> {
  return Object.fromEntries(Object.entries(scripts).map(([path, source]) => [path, counted(source, most)]))
}

function counted(source: string, most: number): string {
  const text = new MagicString(source)
  const tree = parse(source, { ecmaVersion: 'latest', allowReturnOutsideFunction: true })
  full(tree, (node: Node) => {
    const { type, body } = node as Node & { body?: Node & { type: string; body: any[] } }
    const isLoop = /^(For|ForIn|ForOf|While|DoWhile)Statement$/.test(type)
    if (!body || !(isLoop || /Function/.test(type))) return
    if (body.type === 'BlockStatement') text.appendLeft(afterDirectives(body.start + 1, body.body), ';wxemuTurn();')
    else if (isLoop) text.appendLeft(body.start, '{wxemuTurn();').prependRight(body.end, '}')
    else text.appendLeft(body.start, '(wxemuTurn(),').prependRight(body.end, ')')
  })
  return text.appendLeft(afterDirectives(0, tree.body), counter(most)).toString()
}

/** Where statements begin: behind `'use strict'` and its like, which must be the first. */
function afterDirectives(start: number, statements: any[]): number {
  return statements.findLast(statement => statement.directive)?.end ?? start
}
