/** The sheet a picker opens from below, and picker-view's wheels. */
import { dateText, dayOf, daysIn, parseDate, parseTime, timeText, type DateFields } from '../dates.ts'
import type { Builtin } from '../define.ts'
import { labelOf } from '../picker.ts'
import { namesOfRegion, regionChoices, regionDetail } from './regions.ts'
import { openSheet, type Columns } from './sheet.ts'

const ZH = () => document.documentElement.lang.startsWith('zh')
const UNITS = () => (ZH() ? ['年', '月', '日'] : ['', '', ''])

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** selector and multiSelector: the rows are the app's own. */
function listed(picker: Builtin): Columns {
  const many = picker.data.mode === 'multiSelector'
  const lists = (): unknown[][] => (many ? picker.data.range : [picker.data.range]) ?? []
  const given = picker.data.value ?? []
  let at: number[] = lists().map((_, column) => Number(many ? given[column] : given) || 0)
  return {
    rows: () => lists().map(list => list.map(item => labelOf(item, picker.data.rangeKey))),
    at: () => at.map((index, column) => clamp(index, 0, Math.max(0, (lists()[column]?.length ?? 1) - 1))),
    turn(column, index) {
      at = at.map((old, other) => (other === column ? index : old))
      if (many) picker.turnColumn(column, index)
    },
    /** The app answered `columnchange` with a new `value`: follow it. */
    follow() { if (many) at = lists().map((_, column) => Number(picker.data.value?.[column] ?? at[column]) || 0) },
    done() { picker.pick(many ? this.at() : this.at()[0]) },
  }
}

function timed(picker: Builtin): Columns {
  const low = parseTime(picker.data.start) ?? [0, 0]
  const high = parseTime(picker.data.end) ?? [23, 59]
  let now = parseTime(picker.data.value) ?? low
  const hours = () => range(low[0]!, high[0]!)
  const minutes = () => range(now[0] === low[0] ? low[1]! : 0, now[0] === high[0] ? high[1]! : 59)
  return {
    rows: () => [hours(), minutes()].map(list => list.map(value => String(value).padStart(2, '0'))),
    at: () => [Math.max(0, hours().indexOf(now[0]!)), Math.max(0, minutes().indexOf(now[1]!))],
    turn(column, index) {
      if (column === 0) now = [hours()[index]!, now[1]!]
      now = [now[0]!, column === 1 ? minutes()[index]! : clamp(now[1]!, minutes()[0]!, minutes().at(-1)!)]
    },
    done() { picker.pick(timeText(now)) },
  }
}

function dated(picker: Builtin): Columns {
  const today = dayOf(picker.services.now())
  const low = parseDate(picker.data.start) ?? [1900, 1, 1]
  const high = parseDate(picker.data.end) ?? [today[0]! + 100, 12, 31]
  let now = parseDate(picker.data.value) ?? today
  const edge = (bound: number[], upTo: number) => bound.slice(0, upTo).every((part, index) => part === now[index])
  const lists = () => [
    range(low[0]!, high[0]!),
    range(edge(low, 1) ? low[1]! : 1, edge(high, 1) ? high[1]! : 12),
    range(edge(low, 2) ? low[2]! : 1, edge(high, 2) ? high[2]! : daysIn(now[0]!, now[1]!)),
  ]
  const settle = () => [0, 1, 2].forEach(part => {
    const list = lists()[part]!
    now = now.map((value, index) => (index === part ? clamp(value, list[0] ?? value, list.at(-1) ?? value) : value))
  })
  settle()
  const shown = { year: 1, month: 2, day: 3 }[picker.data.fields as DateFields] ?? 3
  return {
    rows: () => lists().slice(0, shown).map((list, part) => list.map(value => `${value}${UNITS()[part]}`)),
    at: () => lists().slice(0, shown).map((list, part) => Math.max(0, list.indexOf(now[part]!))),
    turn(column, index) {
      now = now.map((value, part) => (part === column ? lists()[column]![index]! : value))
      settle()
    },
    done() { picker.pick(dateText(now, picker.data.fields)) },
  }
}

function regional(picker: Builtin): Columns {
  const depth = { province: 1, city: 2, region: 3 }[picker.data.level as string] ?? 3
  let names: string[] = namesOfRegion(picker.data.value ?? [], picker.data.customItem, depth)
  const choices = () => regionChoices(names, picker.data.customItem, depth)
  return {
    rows: () => choices().map(list => list.map(region => region.name)),
    at: () => choices().map((list, level) => Math.max(0, list.findIndex(region => region.name === names[level]))),
    turn(column, index) {
      const name = choices()[column]![index]!.name
      names = namesOfRegion([...names.slice(0, column), name], picker.data.customItem, depth)
    },
    done() { picker.pick(names, regionDetail(names)) },
  }
}

const KINDS: Record<string, (picker: Builtin) => Columns> = {
  selector: listed, multiSelector: listed, time: timed, date: dated, region: regional,
}

function picker(this: Builtin, host: HTMLElement): void {
  host.tabIndex = this.data.disabled ? -1 : 0
  host.setAttribute('role', 'button')
  host.setAttribute('aria-haspopup', 'dialog')
  this.open = () => {
    const make = KINDS[this.data.mode || 'selector']
    if (!make) return this.services.missing(`picker mode=${this.data.mode}`)
    this.close?.()
    const columns = make(this)
    const sheet = openSheet({ title: this.data.headerText, columns, dismissed: () => this.dismiss(), closed: () => { this.close = this.redraw = undefined } })
    this.close = () => sheet.close()
    this.redraw = () => {
      columns.follow?.()
      sheet.redraw()
    }
  }
}

export const pickerHooks = { picker }
