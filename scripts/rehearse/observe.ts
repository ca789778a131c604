import type { Scratch } from '../blueprint/scratch.ts'

/** A lock on a relation that was there before the migrations. */
export interface Lock {
  relation: string
  /** As PostgreSQL calls it: `AccessExclusiveLock`. */
  mode: string
}

/** What a session holds and where its tables are. */
export interface Sight {
  /** Oids of all relations. */
  relations: ReadonlySet<string>
  /** Keys of `locks`. */
  held: ReadonlyMap<string, Lock>
  /** Relation → number of its file; it is another one once the relation was rewritten. */
  files: ReadonlyMap<string, string>
}

const SIGHT = `select c.oid::int8::text as oid, format('%I.%I', n.nspname, c.relname) as relation,
  pg_catalog.pg_relation_filenode(c.oid)::int8::text as file, l.modes
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select string_agg(distinct k.mode, ',' order by k.mode) as modes
  from pg_catalog.pg_locks k
  where k.pid = pg_backend_pid() and k.locktype = 'relation' and k.granted and k.relation = c.oid
) l on true
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_' and c.relkind in ('r', 'p', 'm', 'v', 'S', 'i', 'I')`

/** Looks at the locks and the files of a session's relations, inside its transaction. */
export async function sightOf(db: Scratch): Promise<Sight> {
  const rows = await db.query<{ oid: string; relation: string; file: string | null; modes: string | null }>(SIGHT)
  const held = rows.flatMap(({ oid, relation, modes }) =>
    (modes?.split(',') ?? []).map((mode): [string, Lock] => [`${oid} ${mode}`, { relation, mode }]),
  )
  return {
    relations: new Set(rows.map(({ oid }) => oid)),
    held: new Map(held),
    files: new Map(rows.flatMap(({ oid, relation, file }) => (file === null ? [] : [[`${oid} ${relation}`, file]]))),
  }
}

/**
 * What a statement did: the locks that it took and those before it had not, and what it wrote anew.
 * @param first what there was before the first statement: locks on what is new bother nobody
 */
export function seenBetween(before: Sight, after: Sight, first: Sight): { locks: Lock[]; rewritten: string[] } {
  const old = first.relations
  const locks = [...after.held].flatMap(([key, lock]) => (before.held.has(key) || !old.has(oidOf(key)) ? [] : [lock]))
  const files = new Map([...before.files].map(([key, file]) => [oidOf(key), file]))
  // An index on a column whose type changes is dropped and made again under its name.
  const replaced = new Set(
    [...before.files.keys()].filter((key) => old.has(oidOf(key)) && !after.relations.has(oidOf(key))).map(nameOf),
  )
  const rewritten = [...after.files].flatMap(([key, file]) => {
    const was = files.get(oidOf(key))
    return (was === undefined ? replaced.has(nameOf(key)) : old.has(oidOf(key)) && was !== file) ? [nameOf(key)] : []
  })
  return { locks: locks.filter(({ mode }) => mode !== 'AccessShareLock'), rewritten }
}

const oidOf = (key: string) => key.slice(0, key.indexOf(' '))
const nameOf = (key: string) => key.slice(key.indexOf(' ') + 1)
