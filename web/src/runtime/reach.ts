/** What keeps a tap from doing anything. */
import { glassEasel } from './engine.ts'
import { isShown, nameOf } from './find.ts'

const { Component } = glassEasel as any

/** Built-ins that, disabled, take a tap and do nothing; a disabled input still lets it through. */
const TAKES = ['button', 'checkbox', 'radio', 'switch']

/** The disabled built-in at or above the element that takes a tap on it; null if there is none. */
export function disabledAt(element: any): any {
  return upwards(element, at => TAKES.includes(nameOf(at)) && isBuiltin(at) && at.data.disabled === true)
}

/** What hides the element: itself, or what it stands in; null if it is shown. */
export function hiddenAt(element: any): any { return upwards(element, at => !isShown(at)) }

/** Each built-in has the hover properties; an app's own component of that name has not. */
function isBuiltin(element: any): boolean { return element instanceof Component && 'hoverStayTime' in (element as any).data }

function upwards(element: any, fits: (at: any) => boolean): any {
  for (let at = element; at; at = at.getComposedParent()) if (fits(at)) return at
  return null
}
