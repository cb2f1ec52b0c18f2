/** Where the compiler's parts put what they find wrong. */
import type { Problem } from '../runtime/types.ts'

/** A project's text files by path. */
export type Files = Record<string, string>

export class Report {
  readonly errors: Problem[] = []
  readonly warnings: Problem[] = []

  error(problem: Problem): void { this.errors.push(problem) }
  warn(problem: Problem): void { this.warnings.push(problem) }
}
