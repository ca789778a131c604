import { readFileSync } from 'node:fs'
import { factsCte, withoutPinned, type CatalogSql, type JournalTable } from '../../functions/collect/catalog.ts'
import { printsViewsQualified } from '../../functions/collect/read.ts'
import type { Row } from '../../functions/collect/session.ts'
import { PRINT_SETTINGS } from '../../functions/collect/settings.ts'
import { unqualifyView } from '../../functions/collect/views-15.ts'
import { lockIn } from '../../functions/model/lock.ts'
import { isPinned } from '../../functions/model/pinned.ts'
import type { Scratch } from './scratch.ts'

/** A fact as the replay reads it: with its group, and the relation (an oid of the scratch database) it belongs to. */
export interface ReadFact {
  kind: string
  schema: string
  /** '0': of no relation. */
  relation: string
  key: string
  parent: string | null
  value: string
}

/** All facts of the relations (and of no relation: '0') that were read; null: of everything. */
export interface Reading {
  relations: ReadonlySet<string> | null
  facts: ReadFact[]
}

const STAMPS = readFileSync(new URL('stamps.sql', import.meta.url), 'utf8')

/**
 * Reads the facts of a scratch database again and again, each time only of what changed since the last time: what was
 * written in the catalog (stamps.sql), and what prints the columns of such a relation.
 */
export function changesOf(db: Scratch, catalog: CatalogSql, journal: JournalTable, server: number) {
  const kinds = withoutPinned(catalog)
  const statements = preparedOn(db, {
    stamps: STAMPS,
    'family(oid[])': FAMILY,
    'some(oid[])': selectFacts(factsCte(kinds, journal, 'c.oid = any ($1)'), 'where relation is not null'),
    'more(oid[])': selectFacts(factsCte(kinds, journal, 'c.oid = any ($1)')),
    all: selectFacts(factsCte(kinds, journal)),
  })
  let stamps = new Map<string, string>()

  async function facts(relations: ReadonlySet<string> | null): Promise<ReadFact[]> {
    const rows = relations
      ? await statements.execute<Row & ReadFact>(relations.has(NONE) ? 'more' : 'some', arrayOf(relations))
      : await statements.execute<Row & ReadFact>('all')
    // The replay's own locks are not in its way: somebody else is in the scratch database, and its facts would lack some.
    const lock = rows.map(({ value }) => lockIn(value)).find((found) => found !== null)
    if (lock) throw new Error(`the scratch database is not ours alone: ${lock.relation} is locked by pid ${lock.pid}`)
    return rows
      .filter(({ kind }) => !isPinned(kind))
      .map((row) => (printsViewsQualified(server, row.kind) ? { ...row, value: unqualifyView(row.value) } : row))
  }

  return async function read(everything: boolean): Promise<Reading> {
    const rows = await statements.execute<Row & { relation: string; stamp: string }>('stamps')
    const before = stamps
    stamps = new Map(rows.map(({ relation, stamp }) => [relation, stamp]))
    if (everything) return { relations: null, facts: await facts(null) }
    const changed = [...stamps].flatMap(([relation, stamp]) => (before.get(relation) === stamp ? [] : [relation]))
    const gone = [...before.keys()].filter((relation) => !stamps.has(relation))
    if (changed.length === 0) return { relations: new Set(gone), facts: [] }
    const family = await statements.execute<Row & { relation: string }>('family', arrayOf(changed))
    const relations = new Set([...changed, ...family.map(({ relation }) => relation)])
    return { relations: new Set([...relations, ...gone]), facts: await facts(relations) }
  }
}

/** Stands for what belongs to no relation. */
const NONE = '0'

const arrayOf = (relations: Iterable<string>) => `array[${[...relations].join(', ')}]::oid[]`

const selectFacts = (cte: string, where = '') =>
  `${cte}select kind, schema, coalesce(relation, 0)::int8::text as relation, key, parent, value from facts ${where}`

/**
 * What a partition or a child table shows depends on its parents, and the other way round; and a query (of a view, a
 * policy, a function with BEGIN ATOMIC) is printed with other aliases once a column is added to what it reads.
 */
const FAMILY = `with recursive kin (a, b) as (
  select h.inhparent, h.inhrelid from pg_catalog.pg_inherits h
  union all
  select h.inhrelid, h.inhparent from pg_catalog.pg_inherits h
  union all
  select d.refobjid, coalesce(w.ev_class, p.polrelid, 0)
  from pg_catalog.pg_depend d
  left join pg_catalog.pg_rewrite w on d.classid = 'pg_catalog.pg_rewrite'::regclass and w.oid = d.objid
  left join pg_catalog.pg_policy p on d.classid = 'pg_catalog.pg_policy'::regclass and p.oid = d.objid
  where d.refclassid = 'pg_catalog.pg_class'::regclass
    and (w.oid is not null or p.oid is not null or d.classid = 'pg_catalog.pg_proc'::regclass)
),
family as (
  select unnest($1) as oid
  union
  select k.b from kin k join family f on f.oid = k.a
)
select oid::int8::text as relation from family`

/** Planning takes longer than running here: statements are prepared once, and again after a DISCARD or DEALLOCATE ALL. */
function preparedOn(db: Scratch, statements: Record<string, string>) {
  const prepare = async () => {
    await db.exec('deallocate all')
    for (const [signature, sql] of Object.entries(statements)) await db.exec(`prepare plumbline_${signature} as ${sql}`)
  }
  async function attempt<R extends Row>(sql: string): Promise<R[]> {
    await db.exec(`begin read only;\n${PRINT_SETTINGS}set local plan_cache_mode = force_generic_plan`)
    try {
      return await db.query<R>(sql)
    } finally {
      await db.exec('commit')
    }
  }
  async function execute<R extends Row>(name: string, argument?: string): Promise<R[]> {
    const sql = `execute plumbline_${name}${argument ? ` (${argument})` : ''}`
    try {
      return await attempt<R>(sql)
    } catch (error) {
      if (!isNotPrepared(error)) throw error
      await prepare()
      return attempt<R>(sql)
    }
  }
  return { execute }
}

const isNotPrepared = (error: unknown) => error instanceof Error && 'code' in error && error.code === '26000'
