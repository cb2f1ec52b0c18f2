/** Dark mode: `darkmode` of app.json and the variables of theme.json; https://developers.weixin.qq.com/miniprogram/dev/framework/ability/darkmode.html */
import type { Bundle, Json } from '../runtime/types.ts'

/** The theme the app is drawn in: dark only where it has said that it can be. */
export function themeOf(bundle: Bundle, theme: 'light' | 'dark'): 'light' | 'dark' {
  return bundle.app.darkmode && theme === 'dark' ? 'dark' : 'light'
}

/** A config with each `@name` replaced by the theme's value. Names that theme.json has not stay. */
export function withVariables<Config extends Json>(config: Config, bundle: Bundle, theme: 'light' | 'dark'): Config {
  const path = String(bundle.app.themeLocation ?? 'theme.json').replace(/\.json$/, '')
  const variables: Json = bundle.json[path]?.[theme] ?? {}
  const replaced = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith('@')) return variables[value.slice(1)] ?? value
    if (Array.isArray(value)) return value.map(replaced)
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner)]))
    return value
  }
  return replaced(config) as Config
}
