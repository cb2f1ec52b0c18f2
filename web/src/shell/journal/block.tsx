/** Rows of the journal drawn together; out of sight the browser skips them. */
import { Component } from 'preact'
import type { Entry } from '../wire.ts'
import { EntryRow } from './entry-row.tsx'
import { folded } from './fold.ts'
import { Repeated } from './repeated.tsx'
import { beganOf, type Starts } from './starts.ts'

/**
 * Height of a row in pixels, for blocks that the browser has not drawn yet. The number of rows is no custom property:
 * rows would inherit it, and with each new one all of them be laid out anew.
 */
const ROW = 30

interface Props {
  entries: Entry[]
  starts: Starts
}

export class Block extends Component<Props> {
  /** Entries never change, so a block does only when it grows or is cut. */
  override shouldComponentUpdate({ entries }: Props): boolean {
    const now = this.props.entries
    return entries.length !== now.length || entries[0] !== now[0] || entries.at(-1) !== now.at(-1)
  }

  override render({ entries, starts }: Props) {
    return (
      <div class="block" style={{ containIntrinsicSize: `auto ${entries.length * ROW}px` }}>
        {folded(entries).map(({ rows, calls }) => calls > 0
          ? <Repeated key={rows[0]!.seq} rows={rows} calls={calls} starts={starts} />
          : <EntryRow key={rows[0]!.seq} entry={rows[0]!} began={beganOf(rows[0]!, starts)} />)}
      </div>
    )
  }
}
