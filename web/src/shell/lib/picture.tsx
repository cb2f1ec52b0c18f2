/** A picture from one of our own addresses, or a letter on a coloured ground where there is none. */
import { blobUrl } from '../../blobs.ts'
import { useEffect, useState } from 'preact/hooks'
import type { Admin } from '../admin.ts'
import { useSession } from '../context.ts'
import { darkEnough } from './colour.ts'

const cache = new Map<string, Promise<string>>()

/** The address to show: our own files need the token, so they come as blobs; other hosts are never asked. */
function load(admin: Admin, url: string): Promise<string> {
  if (url.startsWith('data:')) return Promise.resolve(url)
  if (!url.startsWith('/')) return Promise.resolve('')
  let found = cache.get(url)
  if (!found) {
    found = admin.blob(url).then((blob) => blobUrl(blob))
    found.catch(() => cache.delete(url))
    cache.set(url, found)
  }
  return found
}

interface Props {
  url: string | undefined
  /** Whose picture it is: gives the letter. */
  name: string
  color?: string
  class?: string
}

export function Picture({ url, name, color = '#5b6b7c', class: className = '' }: Props) {
  const { admin } = useSession()
  const [source, setSource] = useState('')
  useEffect(() => {
    let current = true
    setSource('')
    load(admin, url ?? '').then(
      (found) => current && setSource(found),
      () => current && setSource(''),
    )
    return () => void (current = false)
  }, [admin, url])
  if (source) return <img class={`picture ${className}`} src={source} alt="" onError={() => setSource('')} />
  return (
    <span class={`picture letter ${className}`} style={{ background: darkEnough(color) }} aria-hidden="true">
      {[...name.trim()][0] ?? '·'}
    </span>
  )
}
