/** Vite plugin: the templates of the built-in components, compiled when the client is built. */
import { TmplGroup } from 'glass-easel-template-compiler'
import { build } from 'vite'

const ID = 'virtual:builtin-templates'

async function loadBuiltins(root) {
  const built = await build({
    root, configFile: false, logLevel: 'error',
    build: { write: false, minify: false, lib: { entry: `${root}/src/builtins/index.ts`, formats: ['es'] } },
  })
  const { code } = built[0].output[0]
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)).builtins
}

/** One expression: a map from `tag` to template. */
export function compileTemplates(builtins) {
  const group = new TmplGroup()
  for (const [tag, { wxml }] of Object.entries(builtins)) {
    const problems = group.addTmpl(tag, wxml).filter(problem => problem.isError)
    if (problems.length) throw new Error(`built-in ${tag}: ${problems[0].message}`)
  }
  const expression = group.getTmplGenObjectGroups()
  group.free()
  return expression
}

export function builtinTemplates(root) {
  return {
    name: 'builtin-templates',
    resolveId: id => (id === ID ? `\0${ID}` : null),
    async load(id) {
      return id === `\0${ID}` ? `export default ${compileTemplates(await loadBuiltins(root))}` : null
    },
  }
}
