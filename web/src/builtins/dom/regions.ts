/** China's provinces, cities and districts for the region picker; data from @vant/area-data (MIT). */
import { areaList } from '@vant/area-data'

export interface Region { code: string; name: string }

const LISTS = [areaList.province_list, areaList.city_list, areaList.county_list]

/** The regions of one level inside a code (`''` for the provinces), in the order of their codes. */
function inside(level: number, parent: string): Region[] {
  const start = parent.slice(0, level * 2)
  return Object.entries(LISTS[level] ?? {}).filter(([code]) => code.startsWith(start)).map(([code, name]) => ({ code, name }))
}

/** Rows of each column for the chosen names. `custom` is the app's own first row (such as 全部 "all"). */
export function regionChoices(names: string[], custom: string, depth: number): Region[][] {
  const columns: Region[][] = []
  let parent: Region | undefined = { code: '', name: '' }
  for (let level = 0; level < depth; level++) {
    const rows: Region[] = parent ? inside(level, parent.code) : []
    if (custom) rows.unshift({ code: '', name: custom })
    columns.push(rows)
    const chosen: Region | undefined = rows.find(region => region.name === names[level]) ?? rows[0]
    parent = chosen?.code ? chosen : undefined
  }
  return columns
}

/** Full names down to `depth`: what is not given becomes the first row. */
export function namesOfRegion(given: string[], custom: string, depth: number): string[] {
  const names: string[] = []
  for (let level = 0; level < depth; level++) {
    const rows = regionChoices([...names, given[level] ?? ''], custom, level + 1)[level]!
    const chosen = rows.find(region => region.name === given[level]) ?? rows[0]
    if (chosen) names.push(chosen.name)
  }
  return names
}

/** What the change event says beside the names: statistical codes, and the post code (empty: we have none). */
export function regionDetail(names: string[]): { code: string[]; postcode: string } {
  const columns = regionChoices(names, '', names.length)
  const code = names.map((name, level) => columns[level]?.find(region => region.name === name)?.code).filter(found => found !== undefined)
  return { code, postcode: '' }
}
