/** Blob addresses whose blobs can be had again: no policy of ours lets a page fetch them. */

const blobs = new Map<string, Blob>()

export function blobUrl(blob: Blob): string {
  const url = URL.createObjectURL(blob)
  blobs.set(url, blob)
  return url
}

export const blobOf = (url: string): Blob | undefined => blobs.get(url)

export function forgetBlob(url: string): void {
  blobs.delete(url)
  URL.revokeObjectURL(url)
}
