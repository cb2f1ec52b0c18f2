/** `123456789012` as `1234 5678 9012`, the way WeChat prints a code. */
export function inFours(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1 ')
}
