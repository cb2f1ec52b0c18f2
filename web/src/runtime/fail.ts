/** A wx call failed: the text is what follows `fail` in errMsg. */
export class WxFail extends Error {}

/** The app has no such page. */
export class NoPage extends WxFail {
  constructor(readonly page: string, search: string) { super(`page "${page}${search && `?${search}`}" is not found`) }
}
