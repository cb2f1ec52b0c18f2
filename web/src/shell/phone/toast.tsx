/** What hovers over the page: wx.showToast and wx.showLoading. */
import type { AppFrame } from '../frames.ts'
import { Broken, Tick } from '../lib/icons.tsx'
import { usePresence } from '../lib/presence.ts'
import type { Toast } from '../wire.ts'

export function Toasts({ toast, frame }: { toast: Toast | null; frame: AppFrame | undefined }) {
  const shown = usePresence(toast ? [toast] : [], (one) => one.id)
  return (
    <>
      {shown.map(({ key, value, leaving, ended }) => (
        <div key={key} class={`toast-cover ${value.mask ? 'masked' : ''}`} role="status">
          <div class={`toast fading ${value.icon} ${leaving ? 'leaving' : ''}`} onAnimationEnd={ended} data-testid="toast">
            <ToastIcon toast={value} picture={value.image && frame ? frame.picture(value.image) : ''} />
            <span class="toast-title">{value.title}</span>
          </div>
        </div>
      ))}
    </>
  )
}

function ToastIcon({ toast, picture }: { toast: Toast; picture: string }) {
  if (picture) return <img class="toast-picture" src={picture} alt="" />
  switch (toast.icon) {
    case 'success': return <Tick size={44} />
    case 'error': return <Broken size={44} />
    case 'loading': return <span class="spinner" />
    case 'none': return null
  }
}
