/** F6 walks between the page's regions, past a dialog that holds the focus. */
import { useEffect } from 'preact/hooks'

export function useRegionKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F6') return
      event.preventDefault()
      const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((one) => one.offsetParent)
      const here = regions.findIndex((one) => one.contains(document.activeElement))
      regions[(here + (event.shiftKey ? -1 : 1) + regions.length) % regions.length]?.focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}
