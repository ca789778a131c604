import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHECKS, checkCalled } from '../../../functions/checks/list.ts'
import type { HealthId } from '../../../functions/model/health.ts'
import { SERVER_VERSIONS } from '../../../scripts/postgres/server.ts'
import { LOWERED, RAISED } from './cases.ts'
import { matrixPage, type Cells } from './matrix.ts'
import { besideTheLocked, besideThePoor, from, HOUR, judgementOf, misjudged, sampleOf, type Seen } from './observed.ts'
import { makeHistory, makeTrouble, openStage, seeAll, type Stage } from './stage.ts'

const matrix = new Map<number, Map<HealthId, Cells>>()
const ids = CHECKS.map(({ id }) => id)

/** Who reads a table or a sequence itself, and not only the catalog. */
const READS_RELATIONS: readonly HealthId[] = ['sequences', 'orphan-rows']

/** Locks every table of the stage as a migration of all would, with another session that waits for the same. */
async function lockAll(stage: Stage): Promise<void> {
  const [{ tables } = { tables: '' }] = await stage.sql<{ tables: string }[]>`
    select string_agg(format('%I.%I', n.nspname, c.relname), ', ') as tables
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname in ('truly', 'nearly') and c.oid <> 'truly.held'::regclass`
  const holder = stage.session('migration')
  await holder.unsafe(`begin; lock table ${tables} in access exclusive mode`)
  await holder.unsafe("select setval('truly.small_id_seq', 30000)")
  await holder.unsafe('alter sequence truly.small_id_seq cache 2; alter sequence nearly.small_id_seq cache 2')
  const next = stage.session('next migration')
  next.unsafe(`begin; lock table ${tables} in access exclusive mode`).catch(() => {})
}

/** All looks at a stage, one after the other. */
async function lookAround(stage: Stage): Promise<Seen> {
  await makeTrouble(stage)
  const at = Date.now()
  const plain = await seeAll(stage.url, { now: at })
  const before = await seeAll(stage.poor, { now: at })
  await makeHistory(stage)
  const told = await seeAll(stage.url, { samples: from(sampleOf(plain)), thresholds: LOWERED, now: at + HOUR })
  const later = { samples: from(sampleOf(told)), now: at + 2 * HOUR, openSince: () => null }
  const calm = await seeAll(stage.url, { ...later, thresholds: RAISED })
  const poor = await seeAll(stage.poor, { samples: from(sampleOf(before)), thresholds: LOWERED, now: at + HOUR })
  const database = new URL(stage.url).pathname.slice(1)
  await stage.sql.unsafe(`alter database ${database} set default_transaction_read_only = on`)
  const readOnly = await seeAll(stage.url)
  await stage.sql.unsafe(`alter database ${database} reset default_transaction_read_only`)
  await stage.sql.unsafe(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name in ('truly', 'waits') and datname = current_database()",
  )
  await lockAll(stage)
  const locked = await seeAll(stage.url, { samples: from(sampleOf(plain)), thresholds: LOWERED, now: at + HOUR })
  return { plain, told, calm, poor, locked, readOnly }
}

const stages = new Map<number, { stage: Stage; seen: Seen }>()

// Side by side: most of it is waiting.
beforeAll(async () => {
  await Promise.all(
    SERVER_VERSIONS.map(async (version) => {
      const stage = await openStage(version)
      stages.set(version, { stage, seen: await lookAround(stage) })
    }),
  )
}, 120_000)
afterAll(() => Promise.all([...stages.values()].map(({ stage }) => stage.close())))

describe.each(SERVER_VERSIONS)('PostgreSQL %i', (version) => {
  let seen: Seen
  const cells = new Map<HealthId, Cells>()
  matrix.set(version, cells)
  const note = (id: HealthId, own: Partial<Cells>) =>
    cells.set(id, { told: '', near: '', poor: '', locked: '', ...cells.get(id), ...own })

  beforeAll(() => {
    const set = stages.get(version)
    if (set === undefined) throw new Error(`no stage on PostgreSQL ${version}`)
    seen = set.seen
  })

  test.each(ids)('%s: a true case is told, a near miss is not', (id) => {
    expect(misjudged(id, seen)).toEqual({ missing: [], near: [] })
    note(id, { told: 'told', near: 'not told' })
  })

  test.each(ids)('%s: without privileges it sees the same, or is unknown with the grant', (id) => {
    const needs = checkCalled(id).permission !== null
    expect(besideThePoor(id, seen)).toEqual({ unknown: needs, other: [] })
    note(id, { poor: needs ? 'unknown' : 'sees all' })
  })

  test.each(ids)('%s: while every table is locked it answers, or is unknown with the lock', (id) => {
    const waits = READS_RELATIONS.includes(id)
    expect(besideTheLocked(id, seen)).toEqual({ unknown: waits, other: [] })
    note(id, { locked: waits ? 'unknown' : 'answers' })
  })

  test('what compares with an earlier look is unknown at the first', () => {
    const unknown = ids.filter((id) =>
      judgementOf(seen.plain, id).doubts.some(({ reason }) => /first look/.test(reason)),
    )
    expect(unknown).toEqual(ids.filter((id) => checkCalled(id).compares))
  })
})

test('docs/checks/matrix.md is what was seen: else npx vitest run -u test/postgres/checks', async () => {
  await expect(matrixPage(matrix)).toMatchFileSnapshot('../../../docs/checks/matrix.md')
})
