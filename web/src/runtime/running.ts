/** The engine has its classes and listeners once for a realm; what they need of a mini-program they ask of the one that runs now. */
import type { Clock } from './clock.ts'
import type { Services } from '../builtins/index.ts'
import type { ReadyQueue } from './ready.ts'
import type { Words } from './types.ts'
import type { QueryNeeds } from './view/selector-query.ts'

export interface Running {
  view: QueryNeeds
  clock: Pick<Clock, 'setTimeout' | 'now'>
  /** What built-ins are given, and who tells components that they are ready. */
  services: Services
  ready: ReadyQueue
  /** When it was started, in milliseconds of its clock: events count from there. */
  began: number
  /** The event whose listeners are being called, or were last. */
  event?: string
  onError(error: unknown, where: string): void
  /** `where` is a file of the app. */
  onWarning(words: Words, where?: string): void
  /** What `setData` of this component is given, as it arrives. */
  carried(caller: any, data: unknown): unknown
}

let current: Running | null = null

/** The mini-program that runs in this realm from now on; null: none. */
export function setRunning(next: Running | null): void { current = next }

/** Throws where none runs: nothing of an earlier one may act. */
export function running(): Running {
  if (!current) throw new Error('no mini-program runs here')
  return current
}

/** As `running`, for what may come late. */
export function maybeRunning(): Running | null { return current }
