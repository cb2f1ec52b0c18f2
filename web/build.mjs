/** Builds the client into emulator/static: `node build.mjs [shell] [play] [frame] [headless] [compiler] [styles]`, all by default. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { builtinTemplates } from './builtin-templates.mjs'
import { ownHosts } from './own-hosts.mjs'
import { ownNames } from './own-names.mjs'

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')
const out = fileURLToPath(new URL('../emulator/static', import.meta.url))

const common = {
  root, configFile: false, logLevel: 'warn', publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: { conditions: ['module', 'browser'] },
  css: { postcss: { plugins: [ownHosts] } },
}

/** One script in one file, put where V8 or the frame takes it from. */
async function script(entry, name, plugins = []) {
  const built = await build({
    ...common, plugins,
    build: { write: false, emptyOutDir: false, target: 'es2022', lib: { entry: `${root}/${entry}`, formats: ['iife'], name: 'wxemuPart' }, minify: true },
  })
  const parts = built[0].output
  return { code: parts.find(part => part.type === 'chunk').code, css: parts.filter(part => part.fileName.endsWith('.css')).map(part => part.source).join('\n'), name }
}

/** The template compiler unpacks two megabytes letter by letter, which takes longer than to compile a project. */
const nativeBase64 = {
  name: 'native-base64',
  transform(code, id) {
    if (!id.includes('glass-easel-template-compiler')) return null
    const slow = 'Uint8Array.from(atob(wasmB64), (c) => c.charCodeAt(0))'
    if (!code.includes(slow)) throw new Error(`${id} unpacks its wasm in another way than it did`)
    return { code: code.replace(slow, 'Uint8Array.fromBase64(wasmB64)'), map: null }
  },
}

const targets = {
  async compiler() {
    const { code } = await script('src/compiler-entry.ts', 'compiler', [nativeBase64])
    await writeFile(`${out}/compiler.js`, code)
  },
  /** Sass and Less. */
  async styles() {
    const { code } = await script('src/styles-entry.ts', 'styles')
    await writeFile(`${out}/styles.js`, code)
  },
  async headless() {
    const { code } = await script('src/headless-entry.ts', 'headless', [builtinTemplates(root), ownNames()])
    await writeFile(`${out}/headless.js`, code)
  },
  /** One file: the frame's origin is opaque, so it can fetch nothing. */
  async frame() {
    const { code, css } = await script('src/frame/main.ts', 'frame', [builtinTemplates(root)])
    const page = await readFile(`${root}/src/frame/frame.html`, 'utf-8')
    const inlined = page
      .replace('<!--style-->', () => `<style>${css}</style>`)
      .replace('<!--script-->', () => `<script>${code.replaceAll('</script', '<\\/script')}</script>`)
    await writeFile(`${out}/frame.html`, inlined)
  },
  /** What a sealed session is put into: one file that needs nothing else. */
  async player() {
    const { code, css } = await script('src/sealed/player.ts', 'player')
    const page = await readFile(`${root}/src/sealed/player.html`, 'utf-8')
    const inlined = page
      .replace('<!--style-->', () => `<style>${css}</style>`)
      .replace('<!--script-->', () => `<script>${code.replaceAll('</script', '<\\/script')}</script>`)
    await writeFile(`${out}/player.html`, inlined)
  },
  /** The page of the view-only link. */
  async view() {
    await build({
      ...common, root: `${root}/src/view`, base: '/',
      build: { outDir: out, emptyOutDir: false, target: 'es2022', assetsDir: '', rollupOptions: { input: `${root}/src/view/view.html` } },
    })
  },
  /** The page that performs scenarios. */
  async play() {
    await build({
      ...common, root: `${root}/src/play`, base: '/',
      esbuild: undefined, oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
      build: { outDir: out, emptyOutDir: false, target: 'es2022', assetsDir: '', rollupOptions: { input: `${root}/src/play/play.html` } },
    })
  },
  async shell() {
    await build({
      ...common, root: `${root}/src/shell`, base: '/',
      esbuild: undefined, oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
      build: { outDir: out, emptyOutDir: false, target: 'es2022', assetsDir: '', rollupOptions: { input: `${root}/src/shell/shell.html` } },
    })
  },
}

const wanted = process.argv.slice(2)
if (!wanted.length) await rm(out, { recursive: true, force: true })
await import('node:fs').then(fs => fs.mkdirSync(out, { recursive: true }))
for (const name of wanted.length ? wanted : Object.keys(targets)) {
  if (!targets[name]) throw new Error(`there is no target ${name}; there are ${Object.keys(targets).join(', ')}`)
  await targets[name]()
  console.log(`built ${name}`)
}
