/** One row of the journal by its address: `#k=TOKEN&row=412` opens the page with that row unfolded and in sight. */
import { createContext } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** The number of the row that the address names. */
export const WantedRow = createContext<number | null>(null)

const fragment = () => new URLSearchParams(location.hash.slice(1))

export function wantedRow(): number | null {
  const row = fragment().get('row')
  return row && /^\d+$/.test(row) ? Number(row) : null
}

/** The address of a row; `null`: of the page. It works as long as what is served lives. */
export function addressOf(row: number | null): string {
  const parts = fragment()
  if (row === null) parts.delete('row')
  else parts.set('row', String(row))
  const rest = parts.toString()
  return `${location.origin}${location.pathname}${location.search}${rest && `#${rest}`}`
}

/** The address bar says which row is open, so that a reload finds it again. */
export function keepInAddress(row: number | null): void {
  if (row === null && wantedRow() === null) return
  history.replaceState(null, '', addressOf(row))
}

/** The row of the address as it was when the page opened, or as it was changed since by hand. */
export function useWantedRow(): number | null {
  const [row, setRow] = useState(wantedRow)
  useEffect(() => {
    const look = () => setRow(wantedRow())
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [])
  return row
}
