/** Our own line icons, 24 units wide, drawn with the text's colour. */
import type { ComponentChildren } from 'preact'

/** `paths` makes them anew for each drawing: one that is shared would know, and keep, the page where it was drawn first. */
function icon(paths: () => ComponentChildren) {
  return ({ size = 24 }: { size?: number }) => (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
      stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      {paths()}
    </svg>
  )
}

export const Back = icon(() => <path d="M15 4 7 12l8 8" />)
export const Chevron = icon(() => <path d="m9 5 7 7-7 7" />)
export const Down = icon(() => <path d="m5 9 7 7 7-7" />)
export const Up = icon(() => <path d="m5 15 7-7 7 7" />)
export const Close = icon(() => <path d="m6 6 12 12M18 6 6 18" />)
export const Search = icon(() => <><circle cx="11" cy="11" r="6.5" /><path d="m16 16 4.5 4.5" /></>)
export const Wallet = icon(() =>
  <><rect x="3" y="6" width="18" height="13" rx="3" /><path d="M3 10.5h18M7 15h4" /></>,
)
export const Person = icon(() => <><circle cx="12" cy="8" r="4" /><path d="M4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6" /></>)
export const Scan = icon(() => <path d="M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M4 12h16" />)
export const Home = icon(() => <><path d="m4 11 8-7 8 7" /><path d="M6 10v10h12V10" /></>)
export const Again = icon(() => <><path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3" /><path d="M19.8 3.6v3.8H16" /></>)
export const Tick = icon(() => <path d="m5 12.5 4.5 4.5L19 7.5" />)
export const Warning = icon(() => <><path d="M12 4 2.8 19.5h18.4z" /><path d="M12 10v4.5M12 17v.2" /></>)
export const Wrench = icon(() =>
  <path d="M14.5 6.5a4 4 0 0 0 5 5L12 19a2.8 2.8 0 0 1-4-4zM14.5 6.5a4 4 0 0 1 3-2.5" />,
)
export const Copy = icon(() =>
  <><rect x="8.5" y="8.5" width="11" height="11" rx="2.5" /><path d="M15.5 5.5v-1h-11v11h1" /></>,
)
export const Pause = icon(() => <path d="M9 6v12M15 6v12" />)
export const Play = icon(() => <path d="M8 5.5v13l10.5-6.5z" />)
export const Panel = icon(() => <><rect x="3.5" y="4.5" width="17" height="15" rx="3" /><path d="M14 4.5v15" /></>)
export const Expand = icon(() => <path d="M9 4H4v5M15 20h5v-5M4 4l6 6M20 20l-6-6" />)
export const Broken = icon(() => <><circle cx="12" cy="12" r="8.5" /><path d="M12 7.5v5.5M12 16.2v.3" /></>)

/** A ticket without tickets. */
export const Empty = () => (
  <svg class="icon" width="96" height="72" viewBox="0 0 96 72" fill="none" stroke="currentColor" stroke-width="2"
    stroke-linejoin="round" aria-hidden="true">
    <path d="M14 18h68v12a7 7 0 0 0 0 13v12H14V43a7 7 0 0 0 0-13z" />
    <path d="M60 22v30" stroke-dasharray="3 4" />
    <path d="M26 32h20M26 42h12" stroke-linecap="round" />
  </svg>
)

export const Signal = () => (
  <svg width="18" height="12" viewBox="0 0 18 12" fill="currentColor" aria-hidden="true">
    <rect x="0" y="8" width="3" height="4" rx="1" /><rect x="5" y="5.5" width="3" height="6.5" rx="1" />
    <rect x="10" y="3" width="3" height="9" rx="1" /><rect x="15" y="0" width="3" height="12" rx="1" />
  </svg>
)

export const Wifi = () => (
  <svg width="17" height="12" viewBox="0 0 17 12" fill="none" stroke="currentColor" stroke-width="1.9"
    stroke-linecap="round" aria-hidden="true">
    <path d="M1.5 4.2a10 10 0 0 1 14 0M4 7a6.4 6.4 0 0 1 9 0" /><circle cx="8.5" cy="10" r="1" fill="currentColor" />
  </svg>
)

export const Battery = () => (
  <svg width="27" height="13" viewBox="0 0 27 13" fill="none" aria-hidden="true">
    <rect x=".5" y=".5" width="23" height="12" rx="3.6" stroke="currentColor" opacity=".4" />
    <rect x="2" y="2" width="20" height="9" rx="2.2" fill="currentColor" />
    <path d="M25 4.5v4a2.2 2.2 0 0 0 0-4z" fill="currentColor" opacity=".5" />
  </svg>
)
