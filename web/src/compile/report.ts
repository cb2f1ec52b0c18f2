/** Where the compiler's parts put what they find wrong. */
import type { Problem } from '../runtime/types.ts'

/** A parser's own words in both languages, with what they are about. */
export const syntax = (words: string): string => `语法错误。 Syntax error: ${words}`

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
