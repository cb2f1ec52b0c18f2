/** The show, or beside it the presenter's own window. */
import { render } from 'preact'
import { Notes } from './notes.tsx'
import { perform } from './perform.tsx'
import '../shell/css/tokens.css'
import './css/page.css'
import './css/gallery.css'
import './css/show.css'
import './css/lanes.css'
import './css/notes.css'

const root = document.getElementById('root')!
const fragment = new URLSearchParams(location.hash.slice(1))
if (fragment.has('notes')) render(<Notes />, root)
else perform(fragment.get('k') ?? '', root)
