/** A picture of a phone's screen: a document without scripts. */
import { useEffect, useRef } from 'preact/hooks'
import type { Still } from '../shell/still.ts'

export function Picture({ still }: { still: Still }) {
  const frame = useRef<HTMLIFrameElement>(null)
  useEffect(() => {
    const { current } = frame
    const onLoad = () => current && scrolled(current)
    current?.addEventListener('load', onLoad)
    return () => current?.removeEventListener('load', onLoad)
  }, [still])
  return (
    <iframe class="picture-frame" ref={frame} sandbox="allow-same-origin" loading="lazy" tabIndex={-1} aria-hidden="true" title=""
      width={still.width} height={still.height} srcdoc={still.html} style={{ '--width': still.width }} />
  )
}

/** What was scrolled is scrolled again, in frames within too. */
function scrolled(frame: HTMLIFrameElement): void {
  const inside = frame.contentDocument
  for (const element of inside?.querySelectorAll('[data-scroll]') ?? []) {
    const [left, top] = element.getAttribute('data-scroll')!.split(',').map(Number)
    element.scrollTo({ left: left ?? 0, top: top ?? 0, behavior: 'instant' })
  }
  for (const inner of inside?.querySelectorAll('iframe') ?? []) scrolled(inner)
}
