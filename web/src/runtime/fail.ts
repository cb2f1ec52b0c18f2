/** A wx call failed: the text is what follows `fail` in errMsg. */
export class WxFail extends Error {}
