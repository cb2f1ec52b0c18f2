/** Where the compiler's parts put what they find wrong. */
import type { Problem, Says } from '../runtime/types.ts'

export const inBoth = (zh: string, en: string): Says => ({ zh, en })

/** What a parser says; its words are English whatever we do. */
export const syntax = (words: string): Says => inBoth(`语法错误：${words}`, `Syntax error: ${words}`)

/** A project's text files by path. */
export type Files = Record<string, string>

export class Report {
  readonly errors: Problem[] = []
  readonly warnings: Problem[] = []

  error(problem: Problem): void { this.errors.push(problem) }
  warn(problem: Problem): void { this.warnings.push(problem) }

  /** Adds all that another has. */
  take({ errors, warnings }: Report): void {
    this.errors.push(...errors)
    this.warnings.push(...warnings)
  }
}
