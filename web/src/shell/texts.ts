/** The table of texts for people, shared with the emulator. Ours begin with `ui.`. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import table from '../../../emulator/texts.json'
import type { Says } from './wire.ts'

export type Language = keyof Says

export type TextId = keyof typeof table extends infer Id ? (Id extends `ui.${string}` ? Id : never) : never

/** The text with `{name}` filled in from `values`. */
export function text(language: Language, id: TextId, values: Record<string, string | number> = {}): string {
  return (table as Record<string, Says>)[id]![language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** The text in both languages. */
export const both = (id: TextId): Says => (table as Record<string, Says>)[id]!

/** The language of the part of the page that is drawn: the phone speaks its own. */
export const LanguageContext = createContext<Language>('zh')

export interface Speaker {
  language: Language
  (id: TextId, values?: Record<string, string | number>): string
  /** A text that came from the server in both languages. */
  of(says: Says | undefined): string
}

export function useText(): Speaker {
  const language = useContext(LanguageContext)
  const speak = (id: TextId, values?: Record<string, string | number>) => text(language, id, values)
  return Object.assign(speak, { language, of: (says: Says | undefined) => says?.[language] ?? '' })
}
