/** Loading pages and components: their config, template, script, and everything they use. */
import { foldersAbove, resolve } from '../paths.ts'
import type { Engine } from './engine.ts'
import { copied, isOdd } from './instances.ts'
import type { Loader } from './loader.ts'
import type { Packages } from './packages.ts'
import { isForeign, placeholderPath, type Plugins } from './plugins.ts'
import type { Rejections } from './rejections.ts'
import type { Bundle, Json } from './types.ts'

export class Components {
  private readonly loaded = new Set<string>()
  /** Names of the methods that `Page()` was given, by page. */
  readonly pageMethods = new Map<string, string[]>()
  private readonly registered = new Set<string>()
  /** The components that each one uses. */
  private readonly uses = new Map<string, string[]>()

  constructor(
    private readonly bundle: Bundle, private readonly engine: Engine, private readonly loader: Loader,
    private readonly fault: (error: unknown, where: string) => void, private readonly missing: (name: string) => void,
    readonly plugins: Plugins, private readonly packages: Packages, private readonly rejections: Pick<Rejections, 'functions'>,
  ) {}

  /** The functions that page and component files call. */
  get registrars(): Record<string, unknown> {
    const { space } = this.engine
    const entry = () => {
      this.registered.add(this.loader.entry)
      return space.component(this.loader.entry)
    }
    return {
      Page: (definition: Json = {}) => {
        this.pageMethods.set(this.loader.entry, Object.keys(definition).filter(name => typeof definition[name] === 'function'))
        const odd = Object.keys(definition).filter(name => name !== 'data' && name !== 'behaviors' && isOdd(definition[name]))
        const plain = Object.fromEntries(Object.entries(definition).filter(([name]) => !odd.includes(name)))
        const page = entry().pageDefinition(this.prepared(plain))
        if (odd.length) page._$.init(function (this: Json) { for (const name of odd) this[name] = definition[name] })
        page.register()
      },
      Component: (definition: Json = {}) => {
        this.isolate(this.loader.entry, definition.options ?? {})
        entry().definition(this.prepared(definition)).register()
        this.loadRelated(this.loader.entry, definition.relations ?? {})
      },
      Behavior: (definition: Json = {}) => space.behavior().definition(this.prepared(definition)).register(),
    }
  }

  /** Loads the page or component at `path`, and all it uses, once. */
  load(path: string): void {
    if (this.loaded.has(path)) return
    this.loaded.add(path)
    this.packages.open(path)
    const { independent } = this.packages.of(path)
    const given = this.bundle.json[path] ?? {}
    // A page of an independent sub-package has rules of its own alone, not those of app.wxss.
    const config = independent && !given.component ? { styleIsolation: 'page-shared', ...given } : given
    const using = this.used(path, config)
    const generics = this.generics(path, config)
    this.engine.space.addComponentStaticConfig(path, { ...config, usingComponents: using, ...(generics ? { componentGenerics: generics } : {}) })
    const template = this.engine.templates[path]
    if (template) this.engine.space.addCompiledTemplate(path, { groupList: this.engine.templates, content: template })
    this.uses.set(path, Object.values(using).map(used => used.slice(1)))
    for (const used of Object.values(using)) this.load(used.slice(1))
    for (const generic of Object.values(generics ?? {})) if (generic !== true) this.load(generic.default.slice(1))
    this.run(path)
  }

  /** A box in the place of what WeChat alone has; gives the path it is registered under. */
  placeholder(address: string): string {
    const path = placeholderPath(address)
    if (!this.loaded.has(path)) this.engine.placeholder(path, address, this.plugins.describe(address))
    this.loaded.add(path)
    return path
  }

  private run(path: string): void {
    try {
      if (this.loader.has(path)) this.loader.loadEntry(path)
      else throw new Error(`${path}.js does not exist`)
    } catch (error) {
      this.fault(error, this.loader.fileOf(path))
    }
    // Without its script the template is shown all the same, as on a phone.
    if (!this.registered.has(path)) this.engine.space.component(path).pageDefinition({}).register()
  }

  private used(path: string, config: Json): Record<string, string> {
    const using: Record<string, string> = {}
    const app: Record<string, string> = this.packages.of(path).independent ? {} : this.bundle.app.usingComponents ?? {}
    for (const [tag, where] of Object.entries<string>({ ...app, ...config.usingComponents })) {
      const found = this.find(where, config.usingComponents?.[tag] === undefined ? 'app' : path)
      if (found) using[tag] = `/${found}`
      else this.missing(`<${tag}> (${where})`)
    }
    return using
  }

  private generics(path: string, config: Json): Record<string, true | { default: string }> | null {
    if (!config.componentGenerics) return null
    const made: Record<string, true | { default: string }> = {}
    for (const [name, value] of Object.entries<any>(config.componentGenerics)) {
      const fallback = value === true ? null : this.find(value.default, path)
      made[name] = fallback ? { default: `/${fallback}` } : true
    }
    return made
  }

  /** The ways by which components contain themselves: lawful, where a condition ends it. */
  circles(): string[] {
    const found: string[] = []
    const walk = (path: string, way: string[]): void => {
      if (way.includes(path)) {
        if (way[0] === path) found.push([...way, path].join(' → '))
      } else for (const used of this.uses.get(path) ?? []) walk(used, [...way, path])
    }
    for (const path of this.uses.keys()) walk(path, [])
    return found
  }

  private find(where: string, from: string): string | null {
    if (isForeign(where)) return this.placeholder(where)
    const near = this.component(resolve(where, from)) ?? this.component(resolve(where))
    if (near) return near
    for (const folder of foldersAbove(from)) {
      const found = this.component(`${folder}miniprogram_npm/${where}`)
      if (found) return found
    }
    return null
  }

  /** Whether the project has the component. */
  exists(path: string): boolean { return this.loader.has(path) }

  private component(path: string): string | null {
    return [path, `${path}/index`].find(one => this.loader.has(one)) ?? null
  }

  /** Relations name components that the page need not use yet, by their path from here. */
  private loadRelated(path: string, relations: Json): void {
    for (const name of Object.keys(relations)) {
      const found = this.component(resolve(name, path))
      if (found) this.load(found)
    }
  }

  /** Isolation that the script asks for and the JSON does not; the component's own rules keep their scope. */
  private isolate(path: string, options: Json): void {
    const config = this.engine.space.getComponentStaticConfig(path)
    if (!config?.component || config.styleIsolation !== undefined) return
    const wanted = options.styleIsolation ?? (options.addGlobalClass ? 'apply-shared' : 'isolated')
    if (wanted === 'isolated') return
    this.engine.space.addComponentStaticConfig(path, { ...config, styleIsolation: 'apply-shared' })
  }

  /** Behaviors named by text become objects; pages' lifetimes stay as they are; so does data that is more than data. */
  private prepared(own: Json): Json {
    const given = this.rejections.functions(own, this.loader.entry)
    const definition = isOdd(given.data) ? { ...given, data: () => copied(given.data) } : given
    const { behaviors } = definition
    if (!Array.isArray(behaviors)) return definition
    const known = behaviors.map(one => {
      if (typeof one !== 'string') return one
      if (!this.engine.behaviors[one]) this.missing(`behavior ${one}`)
      return this.engine.behaviors[one]
    })
    return { ...definition, behaviors: known.filter(Boolean) }
  }
}
