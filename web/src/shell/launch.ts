/** How a mini-program is to be entered: from the form of the panel, and from the page's address. */
import type { Params } from './wire.ts'

/** As it is typed. */
export interface Entry {
  page: string
  query: string
  scene: string
  referrer: string
  extra: string
}

export const NO_ENTRY: Entry = { page: '', query: '', scene: '', referrer: '', extra: '' }

/** The params of `Phone.openApp`. Throws a SyntaxError for extra data that is no JSON. */
export function openParams(appId: string, { page, query, scene, referrer, extra }: Entry): Params {
  const params: Params = { appId, path: page.trim(), query: query.trim(), fresh: true }
  if (scene.trim()) params.scene = Number(scene)
  if (referrer.trim()) params.referrerInfo = { appId: referrer.trim(), ...(extra.trim() && { extraData: JSON.parse(extra) }) }
  return params
}

/**
 * From the fragment: `#k=TOKEN&page=pages/a/a&query=id%3D1&scene=1037&referrer=wx…&extra={"a":1}`, with `app=wx…` where
 * several are there. Null if it asks for none.
 */
export function fromAddress(fragment: URLSearchParams): { appId: string | null; entry: Entry } | null {
  const entry = { ...NO_ENTRY }
  for (const key of Object.keys(entry) as (keyof Entry)[]) entry[key] = fragment.get(key) ?? ''
  const appId = fragment.get('app')
  return appId || Object.values(entry).some(Boolean) ? { appId, entry } : null
}
