import type { IndexElem, IndexStmt } from '@supabase/pg-parser/17/types'
import { madeName } from '../constraint-name.ts'
import { needBoolean, typeOf } from '../expression.ts'
import { family } from '../family.ts'
import { needImmutable } from '../immutable.ts'
import { hasNoClass, noClass, type Columns } from '../key-columns.ts'
import { baseOf, columnsFound, findRelation, nameOfRange, needRelation, type Asks } from '../lookup.ts'
import { columnsIn, make } from '../make.ts'
import { idOf, pathOf, strings } from '../names.ts'
import { scopeOver } from '../query.ts'
import { idOfFound, needCreate, needOwner } from '../permission.ts'
import { depends, doubt, fault, type Remarks } from '../remark.ts'
import { collides } from './create-table.ts'
import { needIndexable } from '../usable.ts'
import { relationAt, type World } from '../world.ts'

const elements = (statement: IndexStmt): IndexElem[] =>
  (statement.indexParams ?? []).flatMap((node) => ('IndexElem' in node ? node.IndexElem : []))

/** CREATE INDEX */
export const createIndex = family('IndexStmt', {
  *check(world, statement) {
    if (statement.concurrent) yield notInTransaction('CREATE INDEX CONCURRENTLY')
    const found = yield* needRelation(world, statement.relation)
    if (!found) return
    yield* needOwner(world, found)
    const table = nameOfRange(statement.relation).name
    const kind = found.by === 'facts' ? found.thing.kind : found.relation.relkind === 'v' ? 'view' : 'table'
    const columns = columnsFound(world, found)
    const scope = scopeOver(world, [{ alias: table, columns }])
    for (const { expr } of elements(statement))
      if (expr) yield* typeOf(world, expr, { ...scope, noSubquery: 'index expression' })
    if (statement.whereClause)
      yield* needBoolean(world, statement.whereClause, { ...scope, noSubquery: 'index predicate' }, 'WHERE')
    if (kind !== 'table' && kind !== 'matview')
      yield fault('42809', `cannot create index on relation "${table}"`, {
        detail: `This operation is not supported for ${kind}s.`,
        thing: found.by === 'facts' ? found.thing.id : undefined,
      })
    const schema = found.by === 'facts' ? (pathOf(found.thing.id)[0] ?? '') : found.relation.schema
    yield* needCreate(world, schema)
    yield* method(world, statement)
    const how = statement.accessMethod ?? 'btree'
    if (statement.unique && how !== 'btree')
      yield fault('0A000', `access method "${how}" does not support unique indexes`)
    yield* needImmutable(world, statement.whereClause, 'index predicate')
    for (const element of elements(statement)) yield* column(world, element, columns, statement.accessMethod ?? 'btree')
    if (statement.idxname) yield* named(world, statement, schema)
    yield* needIndexable(world, idOfFound(found).id, statement.indexParams, statement.whereClause)
    if (statement.unique && !(found.by === 'facts' && found.thing.origin.by === 'statement'))
      yield depends(`rows of ${table} that share a key would refuse it (23505)`)
  },
  apply(world, statement) {
    const found = findRelation(world, nameOfRange(statement.relation))
    if (found?.by !== 'facts') return
    const [schema = '', table = ''] = pathOf(found.thing.id)
    const names = elements(statement).map(({ name }) => name || 'expr')
    const made = madeName(table, names.join('_'), 'idx')
    const name =
      statement.idxname ||
      ([made, ...Array.from({ length: 99 }, (_, i) => `${made}${i + 1}`)].find(
        (free) => !relationAt(world, schema, free),
      ) ??
        made)
    if (relationAt(world, schema, name)) return
    const used = [
      ...names,
      ...columnsIn(statement.whereClause),
      ...columnsIn(elements(statement).map(({ expr }) => expr)),
    ]
    const needs = [
      found.thing.id,
      ...used.map((column) => idOf('column', schema, table, column)).filter((id) => world.things.has(id)),
    ]
    const value = `CREATE ${statement.unique ? 'UNIQUE ' : ''}INDEX${statement.whereClause ? ' WHERE' : ''}`
    make(world, 'index', [schema, name], { needs, value, node: { IndexStmt: statement } })
  },
})

/** What PostgreSQL says of a statement that it runs alone only. */
export const notInTransaction = (what: string) =>
  fault('25001', `${what} cannot run inside a transaction block`, {
    mend: ['-- Drizzle runs all pending migrations in one transaction: take the statement out, and run it by itself'],
  })

function* named(world: World, statement: IndexStmt, schema: string): Remarks {
  const there = relationAt(world, schema, statement.idxname ?? '')
  if (!there || !statement.if_not_exists) return yield* collides(world, schema, statement.idxname ?? '', 'index')
  const table = nameOfRange(statement.relation).name
  const on = / ON (?:ONLY )?(?:\S+\.)?"?([^\s"]+)"? /.exec(there.value)?.[1]
  if (there.kind !== 'index' || (on !== undefined && on !== table))
    yield {
      kind: 'hidden',
      what: `something else of that name is there, and stays: ${there.value.slice(0, 120) || there.kind}`,
      thing: there.id,
    }
}

const METHODS = ['btree', 'hash', 'gin', 'gist', 'spgist', 'brin']
const EXTENSION_METHODS = ['hnsw', 'ivfflat', 'bloom', 'rum']

function* method(_world: World, { accessMethod = 'btree' }: IndexStmt): Asks<void> {
  if (METHODS.includes(accessMethod)) return
  if (EXTENSION_METHODS.includes(accessMethod))
    yield doubt(`whether the access method ${accessMethod} is there is not read`)
  else yield fault('42704', `access method "${accessMethod}" does not exist`)
}

function* column(world: World, element: IndexElem, columns: Columns | null, how: string): Asks<void> {
  const { name } = element
  if (!name) return yield* needImmutable(world, element.expr, 'index expression')
  if (columns !== null && !columns.has(name)) return yield fault('42703', `column "${name}" does not exist`)
  const classes = strings(element.opclass)
  if (
    classes.length > 0 &&
    !/^(?:text|varchar|bpchar|jsonb|uuid|int|timestamp|date|bool|numeric|float|array|enum|inet|tsvector|range|bytea|char|name|bit|oid|record|money|time)/.test(
      classes.at(-1) ?? '',
    )
  )
    return yield doubt(`whether the operator class ${classes.join('.')} is there is not simulated`)
  const type = baseOf(world, columns?.get(name) ?? null)
  if (type?.schema === 'pg_catalog' && classes.length === 0 && hasNoClass(how, type)) yield noClass(how, type)
}
