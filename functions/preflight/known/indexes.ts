import { keyOf, type Name } from '../tree/name.ts'
import type { KnownIndex } from './known.ts'

/** Indexes by their schema-qualified name, and by their table: a database has thousands. */
export class KnownIndexes {
  readonly #byKey = new Map<string, KnownIndex>()
  readonly #byTable = new Map<string, Map<string, KnownIndex>>()

  /** By the key of its schema-qualified name. */
  get(key: string): KnownIndex | undefined {
    return this.#byKey.get(key)
  }

  values(): Iterable<KnownIndex> {
    return this.#byKey.values()
  }

  /** Those of a table, in the order in which they were put. */
  of(table: Name): KnownIndex[] {
    return [...(this.#byTable.get(keyOf(table))?.values() ?? [])]
  }

  /** Takes one in; what bore its name is gone. */
  put(index: KnownIndex): void {
    const key = keyOf({ schema: index.table.schema, name: index.name })
    const table = keyOf(index.table)
    const there = this.#byKey.get(key)
    if (there && keyOf(there.table) !== table) this.delete(key)
    this.#byKey.set(key, index)
    const own = this.#byTable.get(table)
    if (own) own.set(key, index)
    else this.#byTable.set(table, new Map([[key, index]]))
  }

  delete(key: string): void {
    const index = this.#byKey.get(key)
    if (!index) return
    this.#byKey.delete(key)
    this.#byTable.get(keyOf(index.table))?.delete(key)
  }

  /** Gives those of a table to another name of it; theirs stay. */
  move(from: Name, to: Name): void {
    const moved = this.#byTable.get(keyOf(from))
    if (!moved || keyOf(from) === keyOf(to)) return
    for (const index of moved.values()) index.table = to
    this.#byTable.delete(keyOf(from))
    this.#byTable.set(keyOf(to), new Map([...(this.#byTable.get(keyOf(to)) ?? []), ...moved]))
  }
}
