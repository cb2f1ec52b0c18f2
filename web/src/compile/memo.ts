/** What was made of a file is kept, so that after a change only the files that changed are compiled again. */
import { Report } from './report.ts'

/** More results than a large project has files; the oldest go first. */
const MOST = 20_000

interface Kept<Result> { result: Result; report: Report }

export class Memo<Result> {
  private readonly kept = new Map<string, Kept<Result>>()

  /** The result for `key`, which must hold all that decides it; what `make` reports is reported each time. */
  get(key: string, report: Report, make: (report: Report) => Result): Result {
    let found = this.kept.get(key)
    if (!found) {
      const own = new Report()
      found = { result: make(own), report: own }
      if (this.kept.size >= MOST) this.kept.delete(this.kept.keys().next().value!)
    } else this.kept.delete(key)
    this.kept.set(key, found)
    report.take(found.report)
    return found.result
  }
}

/** A key of several parts. */
export const keyOf = (...parts: string[]): string => parts.map(part => `${part.length}:${part}`).join()
