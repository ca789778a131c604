import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CheckContext, Judgement } from '../../../functions/checks/check.ts'
import { CHECKS, checkCalled } from '../../../functions/checks/list.ts'
import { NO_SAMPLES, type HealthId, type Sample, type Samples } from '../../../functions/model/health.ts'
import type { HealthSeen } from '../../../functions/run/health-checks.ts'
import { SERVER_VERSIONS } from '../../../scripts/postgres/server.ts'
import { CASES, LOWERED } from './cases.ts'
import { matrixPage, type Cells } from './matrix.ts'
import { makeHistory, makeTrouble, openStage, seeAll, type Stage } from './stage.ts'

const HOUR = 3_600_000
const matrix = new Map<number, Map<HealthId, Cells>>()

const from = (sample: Sample): Samples => ({ hour: sample, day: sample, whole: sample })

const sampleOf = ({ sample }: HealthSeen): Sample => {
  if (sample === null) throw new Error('the look took no sample')
  return sample
}

/** What a look told of each check: subjects, and what it could not see. */
const judgementOf = ({ judgements }: HealthSeen, id: HealthId): Judgement =>
  judgements.get(id) ?? { told: [], doubts: [] }
const subjects = (seen: HealthSeen, id: HealthId) =>
  judgementOf(seen, id)
    .told.map(({ subject }) => subject)
    .toSorted()

/** The same without what may be gone with the next look. */
const lasting = (seen: HealthSeen, id: HealthId) => judgementOf(seen, id).told.filter(({ grade }) => grade !== 'new')

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

type Seen = Record<'plain' | 'told' | 'calm' | 'poor' | 'locked' | 'readOnly', HealthSeen>

/** All looks at a stage, one after the other. */
async function lookAround(stage: Stage): Promise<Seen> {
  await makeTrouble(stage)
  const at = Date.now()
  const plain = await seeAll(stage.url, { now: at })
  const before = await seeAll(stage.poor, { now: at })
  await makeHistory(stage)
  const told = await seeAll(stage.url, { samples: from(sampleOf(plain)), thresholds: LOWERED, now: at + HOUR })
  const calm = await seeAll(stage.url, { samples: from(sampleOf(told)), now: at + 2 * HOUR, openSince: () => null })
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
    cells.set(id, { ...{ told: '', near: '', poor: '', locked: '' }, ...cells.get(id), ...own })

  beforeAll(() => {
    const set = stages.get(version)
    if (set === undefined) throw new Error(`no stage on PostgreSQL ${version}`)
    seen = set.seen
  })

  test.each(CHECKS.map(({ id }) => id))('%s: a true case is told, a near miss is not', (id) => {
    const own = CASES[id]
    if (own.how === 'rows') {
      const { server } = seen.plain
      if (server === null) throw new Error('there is no row of the server')
      const judge = (other: object) => {
        const sample = { ...sampleOf(seen.plain), ...own.before }
        const context: CheckContext = {
          now: sample.at + HOUR,
          server: { ...server, ...other },
          samples: own.before === undefined ? NO_SAMPLES : from(sample),
        }
        return checkCalled(id).judge([context.server], checkCalled(id).limits, context)
      }
      expect(judge(own.told)).toMatchObject({ told: [{ grade: expect.stringMatching(/warn|critical/) }], doubts: [] })
      expect(judge(own.near)).toEqual({ told: [], doubts: [] })
    } else if (own.how === 'objects') {
      expect(subjects(id === 'read-only' ? seen.readOnly : seen.told, id)).toEqual(own.subjects.toSorted())
      if (id === 'read-only') expect(subjects(seen.told, id)).toEqual([])
    } else if (own.how === 'events') {
      expect(subjects(seen.told, id)).toContainEqual(expect.stringMatching(own.subject))
      expect(lasting(seen.calm, id)).toEqual([])
    } else {
      expect(subjects(seen.told, id)).toContain(own.subject)
      expect(judgementOf(seen.calm, id)).toEqual({ told: [], doubts: [] })
    }
    note(id, { told: 'told', near: 'not told' })
  })

  test.each(CHECKS.map(({ id }) => id))(
    '%s: without privileges it sees the same, or is unknown with the grant',
    (id) => {
      const { permission } = checkCalled(id)
      const { doubts } = judgementOf(seen.poor, id)
      if (permission === null) {
        expect(doubts).toEqual(judgementOf(seen.told, id).doubts)
        const hers = subjects(seen.poor, id)
        // What happened between two looks of hers is the same, but the limits of a share may not be reached.
        expect(CASES[id].how === 'objects' ? hers : []).toEqual(
          CASES[id].how === 'objects' ? subjects(seen.told, id) : [],
        )
      } else {
        expect(doubts.map(({ mend }) => mend)).toContainEqual(expect.stringMatching(/^grant .*;$/))
      }
      note(id, { poor: permission === null ? 'sees all' : 'unknown' })
    },
  )

  test.each(CHECKS.map(({ id }) => id))(
    '%s: while every table is locked it answers, or is unknown with the lock',
    (id) => {
      const { doubts } = judgementOf(seen.locked, id)
      const waits = id === 'sequences' || id === 'orphan-rows'
      if (waits) expect(doubts.map(({ reason }) => reason)).toContainEqual(expect.stringMatching(/holds or awaits/))
      else expect(doubts).toEqual([])
      if (CASES[id].how === 'objects' && !waits && id !== 'read-only')
        expect(subjects(seen.locked, id)).toEqual(subjects(seen.told, id))
      note(id, { locked: waits ? 'unknown' : 'answers' })
    },
  )

  test('what compares with an earlier look is unknown at the first', () => {
    const unknown = CHECKS.filter(({ id }) =>
      judgementOf(seen.plain, id).doubts.some(({ reason }) => /first look/.test(reason)),
    )
    expect(unknown.map(({ id }) => id)).toEqual(CHECKS.filter(({ compares }) => compares).map(({ id }) => id))
  })
})

test('docs/checks/matrix.md is what was seen: else npx vitest run -u test/postgres/checks', async () => {
  await expect(matrixPage(matrix)).toMatchFileSnapshot('../../../docs/checks/matrix.md')
})
