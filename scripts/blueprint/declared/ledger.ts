import type { Declaration } from '../../../functions/model/declared.ts'
import type { Name, Said, Saying } from './said.ts'

/** What is said of one fact, since when, and by which migration. */
interface Entry {
  said: Said
  by: number
  since: number
  /** null until it was settled what it is called. */
  called: Pick<Declaration, 'fact' | 'schema' | 'parent'> | null
}

/** Keeps what migrations declare, along the history: the last word on a fact counts. */
export class Ledger {
  readonly #ended: Declaration[] = []
  #open: Entry[] = []

  /** Whether anything is declared that still holds. */
  get isEmpty(): boolean {
    return this.#open.length === 0
  }

  /** Identities, as `oid:column`, of the columns that it knows of or is about to be told of. */
  columns(said: readonly Said[]): string[] {
    const all = [...said, ...this.#open.map((entry) => entry.said)]
    const ids = all.flatMap(({ key }) => key.flatMap((part) => (typeof part === 'string' ? [] : [part.id])))
    return ids.flatMap((id) => (/^\d+:\d+:[1-9]/.test(id) ? [id.slice(id.indexOf(':') + 1)] : []))
  }

  /**
   * Takes in what the statements of the migration at a position say, in their order.
   * @param names what everything is called after that migration
   */
  record(said: readonly Said[], names: readonly Name[], position: number): void {
    const asked = new Map(names.flatMap(({ asked, id }) => (asked === null ? [] : [[asked, id] as const])))
    this.#say(
      said.map((one) => identified(one, asked)),
      position,
    )
    this.#settle(names, position)
  }

  #say(all: readonly Said[], position: number): void {
    for (const said of all) {
      const key = JSON.stringify(said.key)
      this.#open = this.#open.flatMap((entry) =>
        JSON.stringify(entry.said.key) === key ? this.#overruled(entry, said.says, position) : [entry],
      )
      this.#open.push({ said, by: position, since: position, called: null })
    }
  }

  /** What is left of an entry once something else was said of its fact. */
  #overruled(entry: Entry, by: Saying, position: number): Entry[] {
    const says = without(entry.said.says, by)
    if (says === entry.said.says) return [entry]
    this.#end(entry, position)
    return says === null ? [] : [{ ...entry, said: { ...entry.said, says }, since: Math.max(entry.since, position) }]
  }

  #end({ said, by, since, called }: Entry, until: number): void {
    if (called !== null && since < until) this.#ended.push(declaration(said.says, { ...called, by, since, until }))
  }

  /** What is gone lapses, what was renamed goes on under its new name. */
  #settle(names: readonly Name[], position: number): void {
    const byId = new Map(names.map((name) => [name.id, name]))
    this.#open = this.#open.flatMap((entry) => {
      const called = nameOf(entry.said, byId)
      if (called !== null && called.fact === entry.called?.fact) return [entry]
      this.#end(entry, position)
      return called === null ? [] : [{ ...entry, called, since: Math.max(entry.since, position) }]
    })
  }

  /** Everything that was declared at any point of the history, in a stable order. */
  declarations(): Declaration[] {
    const open = this.#open.flatMap(({ said, by, since, called }) =>
      called === null ? [] : [declaration(said.says, { ...called, by, since, until: null })],
    )
    return [...this.#ended, ...open].toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
  }
}

const order = ({ fact, since, by }: Declaration) =>
  `${fact}\n${String(since).padStart(6, '0')}\n${String(by).padStart(6, '0')}`

/** With identities in place of what was asked for by its name. */
const identified = ({ key, object, says }: Said, asked: ReadonlyMap<string, string>): Said => ({
  key: key.map((part) => (typeof part === 'string' ? part : { id: asked.get(part.id) ?? part.id })),
  object: object === null ? null : (asked.get(object) ?? object),
  says,
})

/** What remains of a saying beside a newer one; null: nothing, the same object: all of it. */
function without(old: Saying, by: Saying): Saying | null {
  if (old.kind === 'value' || by.kind === 'value') return null
  const newer = new Set([...by.holds, ...by.lacks])
  const left = (words: readonly string[]) => words.filter((word) => !newer.has(word))
  const [holds, lacks] = [left(old.holds), left(old.lacks)]
  if (holds.length + lacks.length === old.holds.length + old.lacks.length) return old
  return holds.length + lacks.length === 0 ? null : { kind: 'words', holds, lacks }
}

function nameOf({ key, object }: Said, names: ReadonlyMap<string, Name>): Entry['called'] {
  const parts = key.map((part) => (typeof part === 'string' ? part : names.get(part.id)?.name))
  if (parts.includes(undefined)) return null
  const about = object === null ? undefined : names.get(object)
  // The schema of default privileges goes by its bare name: ` in public`.
  const fact = parts.join('').replace(/^(default_privilege:.*? in )schema:/, '$1')
  const parent = fact.startsWith('owner:') ? null : (about?.parent ?? null)
  return { fact, schema: about?.schema ?? '', parent }
}

const declaration = (says: Saying, life: Omit<Declaration, 'says' | 'holds' | 'lacks' | 'value'>): Declaration =>
  says.kind === 'value'
    ? { says: 'value', ...life, value: says.value }
    : { says: 'words', ...life, holds: says.holds.toSorted(), lacks: says.lacks.toSorted() }
