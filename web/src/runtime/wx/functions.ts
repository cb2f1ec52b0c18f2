/**
 * The functions of one mini-program's `wx`, each made when it is first called, and its whole family with it: there are
 * hundreds, and a mini-program calls a few.
 */
import { absentDevices } from './absent-devices.ts'
import { mediaCalls } from './audio.ts'
import { canvasCalls } from './canvas.ts'
import { chosenFiles } from './chosen-files.ts'
import { contexts } from './contexts.ts'
import { device } from './device.ts'
import type { Heard } from './events.ts'
import { fileSystem } from './file-system.ts'
import { interfaceCalls } from './interface.ts'
import { appFunction, atOnce, here, onServer, type Async } from './machinery.ts'
import { navigation } from './navigation.ts'
import type { Direct, Family, WxNeeds } from './needs.ts'
import { network } from './network.ts'
import type { Sockets } from './sockets.ts'
import { storageCalls } from './storage.ts'
import { system } from './system.ts'
import { PRIVILEGED, SERVER, SINCE, TEMPLATES } from './table.ts'
import { tools } from './tools.ts'
import { atLeast } from './version.ts'
import { workers } from './workers.ts'

/** Calls whose every callback is worth a line in the journal although no server answers them. */
const TOLD = /^(navigateTo|redirectTo|navigateBack|switchTab|reLaunch)$/

const FAMILIES: ((needs: WxNeeds, heard: Heard, lines: Sockets) => Family)[] = [
  navigation, needs => storageCalls(needs.storage), system, interfaceCalls, network, chosenFiles, fileSystem, canvasCalls, mediaCalls,
  (_, __, lines) => lines.family, device, contexts, tools, workers, absentDevices, (_, heard) => heard.family,
]

/** Of two with one name the later kind has it. */
const KINDS = ['direct', 'server', 'local', 'synchronous', 'served', 'tasks'] as const

/** Where a function comes from: its family's number, none for the server's. */
interface Place { kind: (typeof KINDS)[number]; family: number }

/** Where all functions come from, by base library and rights: the same for every mini-program. */
export const places = new Map<string, Map<string, Place>>()

export class Functions {
  private readonly places: Map<string, Place>
  private readonly families: Family[] = []
  private readonly made = new Map<string, Direct>()
  private readonly asyncs = new Map<string, Async>()

  constructor(private readonly needs: WxNeeds, private readonly heard: Heard, private readonly lines: Sockets) {
    const { baseLibrary, privileged } = needs.environment
    const key = `${baseLibrary} ${privileged}`
    let known = places.get(key)
    if (!known) places.set(key, (known = this.find()))
    this.places = known
  }

  get names(): Iterable<string> { return this.places.keys() }

  /** As the app calls it. */
  forApp(name: string): Direct {
    let run = this.made.get(name)
    if (!run) {
      const { kind, family } = this.places.get(name)!
      run = kind === 'direct' ? this.family(family).direct![name]! : appFunction(this.withCallbacks(name)!, this.needs)
      this.made.set(name, run)
    }
    return run
  }

  /** One that takes callbacks; undefined where there is none of that name. */
  withCallbacks(name: string): Async | undefined {
    const place = this.places.get(name)
    if (!place || place.kind === 'direct') return undefined
    let made = this.asyncs.get(name)
    if (!made) this.asyncs.set(name, (made = this.make(name, place)))
    return made
  }

  private make(name: string, { kind, family }: Place): Async {
    const { needs } = this
    const made = (start: Async['start'], told: boolean, task = false): Async => ({ name, start, told, task, template: TEMPLATES[name] })
    if (kind === 'server') return made(onServer(name, needs), true)
    const { local, synchronous, served, tasks } = this.family(family)
    if (kind === 'local') return made(here(name, local![name]!, needs), TOLD.test(name))
    if (kind === 'synchronous') return made(atOnce(synchronous![name]!), false)
    return kind === 'served' ? made(served![name]!, true) : made(tasks![name]!, true, true)
  }

  private family(number: number): Family { return (this.families[number] ??= FAMILIES[number]!(this.needs, this.heard, this.lines)) }

  private find(): Map<string, Place> {
    const { baseLibrary, privileged } = this.needs.environment
    const exists = existing(baseLibrary)
    const found = new Map<string, Place>()
    for (const kind of KINDS) {
      const named = kind === 'server' ? [privileged ? [...SERVER, ...PRIVILEGED] : SERVER] : FAMILIES.map((_, number) => Object.keys(this.family(number)[kind] ?? {}))
      for (const [family, names] of named.entries()) for (const name of names) if (exists(name)) found.set(name, { kind, family })
    }
    return found
  }
}

/** Whether the base library has that name already. Hundreds are asked for, since a few versions. */
export function existing(baseLibrary: string): (name: string) => boolean {
  const reached = new Map<string, boolean>()
  return name => {
    const since = SINCE[name] ?? '1.0.0'
    let has = reached.get(since)
    if (has === undefined) reached.set(since, (has = atLeast(baseLibrary, since)))
    return has
  }
}
