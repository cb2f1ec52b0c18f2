/**
 * What a bundle's text becomes in this realm, kept as long as the bundle: functions that make templates and modules. They
 * hold nothing of the mini-program that calls them, so the next one of the same bundle may call them too.
 */

type Make = (...values: unknown[]) => unknown

const made = new WeakMap<object, Map<string, Make>>()

/** The function that the source is, an expression; made once for the bundle. */
export function compiled(bundle: object, source: string): any {
  let known = made.get(bundle)
  if (!known) made.set(bundle, (known = new Map()))
  let make = known.get(source)
  // oxlint-disable-next-line no-eval -- running what was compiled is what we are for
  if (!make) known.set(source, (make = (0, eval)(source) as Make))
  return make
}
