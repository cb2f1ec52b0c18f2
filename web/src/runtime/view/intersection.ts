/** https://developers.weixin.qq.com/miniprogram/dev/api/wxml/wx.createIntersectionObserver.html Without a drawn page nothing is ever told. */
import type { Json } from '../types.ts'
import { hostOf, nodesIn } from './nodes.ts'

interface Options { thresholds?: number[]; initialRatio?: number; observeAll?: boolean }
interface Needs { page(): any; fault(error: unknown, where: string): void }

export class IntersectionObserver {
  private relative: { selector: string | null; margins: Json }[] = []
  private native: { disconnect(): void }[] = []
  private readonly options: Required<Options>

  constructor(private readonly needs: Needs, private readonly from?: any, options: Options = {}) {
    this.options = { thresholds: options?.thresholds ?? [0], initialRatio: options?.initialRatio ?? 0, observeAll: options?.observeAll ?? false }
  }

  relativeTo(selector: string, margins: Json = {}): this {
    this.relative.push({ selector, margins })
    return this
  }

  relativeToViewport(margins: Json = {}): this {
    this.relative.push({ selector: null, margins })
    return this
  }

  observe(selector: string, told: (result: Json) => void): void {
    const from = this.from ?? this.needs.page()
    const found = nodesIn(from, selector)
    for (const node of this.options.observeAll ? found : found.slice(0, 1)) this.watch(node, from, told)
  }

  disconnect(): void {
    for (const observer of this.native.splice(0)) observer.disconnect()
  }

  /** Where several references are given, the first one counts. */
  private watch(node: any, from: any, told: (result: Json) => void): void {
    const host = hostOf(node)
    const Native = host?.ownerDocument?.defaultView?.IntersectionObserver
    if (!Native) return
    const { selector, margins } = this.relative[0] ?? { selector: null, margins: {} }
    const reference = selector === null ? null : nodesIn(from, selector)[0]?.$$
    let last = this.options.initialRatio
    const observer = new Native((entries: any[]) => {
      for (const entry of entries) {
        const ratio = entry.intersectionRatio
        const crossed = this.options.thresholds.some(threshold => (last <= threshold) !== (ratio <= threshold) || (last > 0) !== (ratio > 0))
        last = ratio
        // Told of late: the node may have gone with its page in the meantime.
        if (crossed && node.$$) this.tell(node, entry, told)
      }
    }, { root: reference ?? host.closest?.('.wx--page-view') ?? null, rootMargin: marginText(margins), threshold: [...new Set([0, ...this.options.thresholds])] })
    observer.observe(host)
    this.native.push(observer)
  }

  private tell(node: any, entry: any, told: (result: Json) => void): void {
    const box = node.$$.closest?.('.wx--page-view')?.getBoundingClientRect() ?? { left: 0, top: 0 }
    const plain = (rect: any) => ({
      left: rect.left - box.left, top: rect.top - box.top, right: rect.right - box.left, bottom: rect.bottom - box.top, width: rect.width, height: rect.height,
    })
    try {
      told({
        id: node.id ?? '', dataset: { ...node.dataset }, intersectionRatio: entry.intersectionRatio, intersectionRect: plain(entry.intersectionRect),
        boundingClientRect: plain(entry.boundingClientRect), relativeRect: plain(entry.rootBounds ?? entry.boundingClientRect), time: Date.now(),
      })
    } catch (error) {
      this.needs.fault(error, 'IntersectionObserver')
    }
  }
}

function marginText(margins: Json): string {
  return (['top', 'right', 'bottom', 'left'] as const).map(side => `${Number.parseFloat(margins?.[side]) || 0}px`).join(' ')
}
