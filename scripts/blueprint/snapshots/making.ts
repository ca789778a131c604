import { createStatements } from '../../../functions/drift/mend/create.ts'
import { dropStatements } from '../../../functions/drift/mend/drop.ts'
import { kindOf, nameOf, parentsOf, type Fact } from '../../../functions/model/fact.ts'
import { SESSION } from '../replay.ts'
import type { Scratch } from '../scratch.ts'

/** A statement of a snapshot that no order of statements makes work. */
export interface Refused {
  sql: string
  reason: string
}

/** What a snapshot's statements may lean on though no snapshot models it. Enums and schemas are the snapshot's own. */
const AIDS = new Set([
  'extension',
  'collation',
  'domain',
  'composite',
  'range',
  'function',
  'procedure',
  'aggregate',
  'operator',
  'opfamily',
  'opclass',
  'cast',
  'ts_dict',
  'ts_config',
])

const RELATIONS: Readonly<Record<string, string>> = {
  table: 'table',
  foreign_table: 'foreign table',
  view: 'view',
  matview: 'materialized view',
}

/**
 * Empties a scratch database of what migrations made in it, as far as it could stand in a snapshot's way. What stands in
 * the platform's schemas, but for policies, stays.
 * @param facts what the migrations made
 */
export async function emptyOut(db: Scratch, facts: readonly Fact[]): Promise<void> {
  await db.exec(SESSION)
  const keys = new Set(facts.map(({ key }) => key))
  // A policy whose table is no fact is on one of the platform's.
  const platform = facts.filter(
    (fact) => kindOf(fact.key) === 'policy' && !parentsOf(fact).some((key) => keys.has(key)),
  )
  for (const policy of platform) for (const sql of dropStatements(policy, [])) await db.exec(sql)
  // One by one: the locks of a whole schema may be more than the server has room for.
  for (const { key } of facts) {
    const relation = RELATIONS[kindOf(key)]
    if (relation !== undefined) await db.exec(`drop ${relation} if exists ${nameOf(key)} cascade`)
  }
  for (const { key } of facts)
    if (kindOf(key) === 'schema') await db.exec(`drop schema if exists ${nameOf(key)} cascade`)
  await db.exec('create schema if not exists public')
}

/**
 * Makes a snapshot's schema in a scratch database, beside what the migrations made that snapshots have no word for. The
 * order is found by trying: whatever fails is tried again for as long as something else succeeds.
 * @param facts what the migrations made
 */
export async function makeSnapshot(
  db: Scratch,
  statements: readonly string[],
  facts: readonly Fact[],
): Promise<Refused[]> {
  await db.exec('set check_function_bodies = off')
  const aids = [
    ...schemasOf(facts).map((schema) => `create schema if not exists ${schema}`),
    ...createStatements(facts.filter(({ key }) => AIDS.has(kindOf(key)))).map((sql) =>
      sql.replace(/^create extension /, 'create extension if not exists '),
    ),
  ]
  // In a schema that an aid needed, the snapshot's own CREATE SCHEMA must not fail.
  const own = statements
    .filter((sql) => sql.trim() !== '')
    .map((sql) => sql.replace(/^CREATE SCHEMA (?!IF)/, 'CREATE SCHEMA IF NOT EXISTS '))
  const left = await tryAll(
    db,
    [...aids, ...own].map((sql) => ({ sql, reason: '' })),
  )
  // The role of a migration is there still.
  return left.filter(({ sql, code }) => own.includes(sql) && !(sql.startsWith('CREATE ROLE') && code === '42710'))
}

type Tried = Refused & { code?: string }

async function tryAll(db: Scratch, statements: readonly Tried[]): Promise<Tried[]> {
  const failed: Tried[] = []
  for (const { sql } of statements) {
    try {
      await db.exec(sql)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      failed.push({ sql, code, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return failed.length === 0 || failed.length === statements.length ? failed : tryAll(db, failed)
}

/** The schemas that the aids are in; what no schema fact tells is there from birth. */
const schemasOf = (facts: readonly Fact[]) => {
  const aided = new Set(
    facts.filter(({ key }) => AIDS.has(kindOf(key))).flatMap(({ parent }) => parent?.split('\n') ?? []),
  )
  return facts.flatMap(({ key }) => (kindOf(key) === 'schema' && aided.has(key) ? [key.slice('schema:'.length)] : []))
}
