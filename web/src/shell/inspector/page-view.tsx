/** The page in front as its WXML says it, and the data of the component that is chosen. */
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../context.ts'
import { Chevron } from '../lib/icons.tsx'
import { useText } from '../texts.ts'
import type { AppFrame } from '../frames.ts'
import { Nothing } from './nothing.tsx'
import { useFrontFrame, useLook } from './use-look.ts'
import { Value } from './value.tsx'

interface TreeNode { id: number; tag: string; attributes: Record<string, string>; custom: string; children: (TreeNode | string)[] }
interface Tree { path: string; query: Record<string, string>; root: TreeNode | null; cut: boolean }
interface Data { path: string; data: Record<string, unknown> }

export function PageInspector() {
  const say = useText()
  const frame = useFrontFrame()
  const { value: tree } = useLook<Tree>(frame, { do: 'tree' })
  const [chosen, choose] = useState<{ frame: AppFrame; node: TreeNode } | null>(null)
  const node = chosen && chosen.frame === frame ? chosen.node : null
  const owner = tree?.root ? (node && ownerOf(tree.root, node.id)) ?? tree.root : null
  useEffect(() => () => void frame?.look({ do: 'highlight' }).catch(() => {}), [frame])
  if (!frame || !tree?.root) return <Nothing text={say('ui.inspect.nothing')} />
  return (
    <div class="page-inspector">
      <header class="inspect-head"><code>{tree.path}{queryOf(tree.query)}</code></header>
      <ul class="tree" role="tree" aria-label={say('ui.inspect.tree')} data-testid="tree"
        onPointerLeave={() => void frame.look({ do: 'highlight' }).catch(() => {})}>
        <Branch node={tree.root} depth={0} chosen={node?.id ?? tree.root.id} frame={frame} choose={(one) => choose({ frame, node: one })} />
        {tree.cut && <li class="tree-cut">{say('ui.inspect.cut')}</li>}
      </ul>
      {owner && <DataOf key={`${frame.instance}.${owner.id}`} frame={frame} node={owner} isPage={owner === tree.root} />}
    </div>
  )
}

function queryOf(query: Record<string, string>): string {
  const text = Object.entries(query).map(([key, value]) => `${key}=${value}`).join('&')
  return text && `?${text}`
}

/** The nearest custom component at or above the node: whose data one wants to see. Null if the node is gone. */
function ownerOf(root: TreeNode, id: number): TreeNode | null {
  const walk = (node: TreeNode, owner: TreeNode): TreeNode | null => {
    const own = node.custom ? node : owner
    if (node.id === id) return own
    for (const child of node.children) {
      const found = typeof child === 'string' ? null : walk(child, own)
      if (found) return found
    }
    return null
  }
  return walk(root, root)
}

interface BranchProps { node: TreeNode; depth: number; chosen: number; frame: AppFrame; choose(node: TreeNode): void }

function Branch({ node, depth, chosen, frame, choose }: BranchProps) {
  const say = useText()
  const [open, setOpen] = useState(depth < 6)
  const [only] = node.children
  const inline = node.children.length === 1 && typeof only === 'string' ? only : null
  const leaf = node.children.length === 0 || inline !== null
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') setOpen(true)
    else if (event.key === 'ArrowLeft') setOpen(false)
  }
  return (
    <li role="treeitem" aria-expanded={leaf ? undefined : open} aria-selected={node.id === chosen}>
      <div class={`tree-row ${node.id === chosen ? 'chosen' : ''}`} style={{ '--depth': depth }}>
        {leaf ? <span class="tree-arrow" /> : (
          <button type="button" class={`tree-arrow ${open ? 'open' : ''}`} tabIndex={-1} aria-label={say(open ? 'ui.inspect.close' : 'ui.inspect.open')}
            onClick={() => setOpen(!open)}><Chevron size={12} /></button>
        )}
        <button type="button" class="tree-node" onKeyDown={keys} onClick={() => choose(node)} onDblClick={() => setOpen(!open)}
          onPointerEnter={() => void frame.look({ do: 'highlight', node: node.id }).catch(() => {})}>
          <span class={node.custom ? 'tree-tag custom' : 'tree-tag'}>{node.tag}</span>
          {Object.entries(node.attributes).map(([name, value]) => (
            <span key={name} class="tree-attribute"> {name}=<span class="tree-value">"{value}"</span></span>
          ))}
          {inline && <span class="tree-text">{inline}</span>}
          {!leaf && !open && <span class="tree-more"> …</span>}
        </button>
      </div>
      {!leaf && open && (
        <ul role="group">
          {node.children.map((child, place) => (typeof child === 'string'
            ? <li key={place} class="tree-row tree-loose" style={{ '--depth': depth + 1 }}><span class="tree-arrow" />{child}</li>
            : <Branch key={child.id} node={child} depth={depth + 1} chosen={chosen} frame={frame} choose={choose} />))}
        </ul>
      )}
    </li>
  )
}

function DataOf({ frame, node, isPage }: { frame: AppFrame; node: TreeNode; isPage: boolean }) {
  const say = useText()
  const session = useSession()
  const { value, again } = useLook<Data>(frame, { do: 'data', node: node.id })
  const set = (path: string, to: unknown) => void frame.look({ do: 'setData', node: node.id, data: { [path]: to } })
    .then(again, (error: Error) => session.complain(error))
  return (
    <section class="data" aria-label={say('ui.inspect.data')} data-testid="data">
      <header class="inspect-head">
        <h2>{say(isPage ? 'ui.inspect.page-data' : 'ui.inspect.component-data')}</h2>
        <code>{node.custom}</code>
      </header>
      <div class="data-values">
        {value && Object.keys(value.data).length === 0 && <p class="inspect-none">{say('ui.inspect.no-data')}</p>}
        {value && Object.entries(value.data).map(([name, one]) => <Value key={name} name={name} path={name} value={one} set={set} />)}
      </div>
    </section>
  )
}
