import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leavingOutClosed } from '../../functions/collect/closed.ts'
import { leaveOut } from '../../functions/collect/leave-out.ts'
import { readFacts, readFingerprints } from '../../functions/collect/read.ts'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import { isYielded } from '../../functions/model/texts.ts'
import { kindOf } from '../../functions/model/fact.ts'
import type { ServerVersion } from '../../scripts/postgres/server.ts'
import { freshDatabase, signingIn, type TestDatabase } from '../support/database.ts'
import { everything } from '../support/everything.ts'
import { factsAt } from './facts.ts'
import { CATALOG, JOURNAL } from './folders.ts'
import { TIMEOUTS } from './target.ts'

/** What the texts of supabase/catalog name of pg_catalog, those without which nothing can be said left out. */
const CLOSABLE = [
  ...new Set(
    [
      ...Object.values(CATALOG)
        .join('\n')
        .matchAll(/pg_catalog\.(pg_\w+)\b(?!\()/g),
    ].map(([, name = '']) => name),
  ),
].filter((name) => leaveOut(CATALOG, [name]).texts.length > 0)

/** All facts that a role may read, leaving out what it may not, as fact → value. */
async function open(url: string) {
  const reached = await postgresTransport({ url, timeouts: TIMEOUTS, catalog: CATALOG })(async (session) => {
    const closing = leavingOutClosed(session)
    const { server, without } = await readFingerprints(closing, JOURNAL)
    const { groups } = await readFacts(closing, JOURNAL, server)
    return { without, closed: closing.closed, facts: [...groups.values()].flat() }
  })
  if (!reached.reached) throw new Error(reached.failure.reason)
  const { facts, ...rest } = reached.value
  return { ...rest, facts: facts.toSorted((a, b) => (a.key < b.key ? -1 : 1)) }
}

/** Where it takes more than to leave out the one text that names it. */
const shared = CLOSABLE.filter((name) => leaveOut(CATALOG, [name]).texts.length > 1)
/** On one version each by itself, on another all of them, five at a time. */
const together = CLOSABLE.flatMap((_, i) => (i % 5 === 0 ? [CLOSABLE.slice(i, i + 5)] : []))

describe.each<[ServerVersion, string[][]]>([
  [15, shared.map((name) => [name])],
  [18, together],
])('PostgreSQL %i, with one of everything', (version, cases) => {
  const role = `closed_${crypto.randomUUID().slice(0, 8)}`
  let database: TestDatabase
  let sql: Sql
  let url: string
  let all: Awaited<ReturnType<typeof factsAt>>

  beforeAll(async () => {
    database = await freshDatabase(version)
    sql = postgres(database.url, { max: 1, onnotice: () => {} })
    await sql.unsafe(everything(role))
    url = await signingIn(sql, database.url, `${role}_looks`)
    all = await factsAt(database.url)
  })
  afterAll(async () => {
    await sql.end()
    await database.drop()
  })

  test.each(cases.map((closed) => ({ closed })))(
    '$closed: what needs it is left out, all else is as it was',
    async ({ closed }) => {
      const list = closed.map((name) => `pg_catalog.${name}`).join(', ')
      await sql.unsafe(`revoke select on ${list} from public`)
      try {
        const seen = await open(url)
        const left = closed.map((catalog) => ({ catalog, texts: leaveOut(CATALOG, [catalog]).texts }))
        const found = new Set(seen.without.map(({ catalog }) => catalog))
        const texts = left.filter(({ catalog }) => found.has(catalog)).flatMap((one) => one.texts)
        expect(left).toEqual(expect.arrayContaining(seen.without))
        expect(texts).toEqual(expect.arrayContaining(leaveOut(CATALOG, closed).texts))
        expect(seen.facts).toEqual(all.filter(({ key }) => !isYielded(kindOf(key), texts)))
        for (const [name, { mend }] of seen.closed)
          expect(mend).toBe(`grant select on pg_catalog.${name} to "${role}_looks";`)
      } finally {
        await sql.unsafe(`grant select on ${list} to public`)
      }
    },
  )
})
