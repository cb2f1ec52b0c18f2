/** Rows of the journal drawn together; out of sight the browser skips them. */
import { Component } from 'preact'
import type { Entry } from '../wire.ts'
import { EntryRow } from './entry-row.tsx'

interface Props {
  entries: Entry[]
  starts: ReadonlyMap<number, number>
}

export class Block extends Component<Props> {
  /** Entries never change, so a block does only when it grows or is cut. */
  override shouldComponentUpdate({ entries }: Props): boolean {
    const now = this.props.entries
    return entries.length !== now.length || entries[0] !== now[0] || entries.at(-1) !== now.at(-1)
  }

  override render({ entries, starts }: Props) {
    return (
      <div class="block" style={{ '--rows': entries.length }}>
        {entries.map((entry) => <EntryRow key={entry.seq} entry={entry} began={starts.get(entry.of ?? -1)} />)}
      </div>
    )
  }
}
