/** What every sheet of WeChat's is drawn from. */
import type { Sheet } from '../wire.ts'

export interface SheetProps<S extends Sheet> {
  sheet: S
  leaving: boolean
  ended(event: AnimationEvent): void
}
