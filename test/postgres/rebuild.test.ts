import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kindOf, type Fact } from '../../functions/model/fact.ts'
import { pgliteScratch, type Scratch } from '../../scripts/blueprint/scratch.ts'
import { prepareScratch } from '../../scripts/postgres/scratch.ts'
import { factReader, type ReadFacts } from '../../scripts/rehearse/facts.ts'
import { findWay, type Way } from '../../scripts/rehearse/find.ts'
import { proveWay } from '../../scripts/rehearse/prove.ts'
import { CASES, type Case } from '../corpus/cases.ts'
import { CATALOG, JOURNAL } from './folders.ts'
import { UNFOUND } from './rebuild-exceptions.ts'

const EXTENSIONS = ['btree_gist', 'citext', 'hstore', 'pg_trgm', 'pgcrypto', 'uuid-ossp']
const PGLITE = 18
/** Each case from one of its two catalogs by turns; PLUMBLINE_CORPUS=all: from both. */
const WHOLE = process.env.PLUMBLINE_CORPUS === 'all'
const cases = CASES.filter(({ runsOn }) => runsOn(PGLITE))
const casesIn = (turn: 0 | 1) => cases.filter((_, i) => WHOLE || i % 2 === turn)

let db: Scratch
let read: ReadFacts
/** What the scratch database holds before any script. */
let empty: Fact[]

/** Runs `work` in a transaction that leaves nothing behind. */
async function within<T>(script: string, work: () => Promise<T>): Promise<T> {
  await db.exec('begin')
  try {
    await db.exec(script)
    return await work()
  } finally {
    await db.exec('rollback')
  }
}

/** What keeps a way from leading where it should; nothing: []. */
const leftOf = ({ refused, unlike }: Way) => [
  ...refused.map(({ step, error }) => `${error.sqlstate} ${error.message}: ${step.sql}`),
  ...unlike.missing.map(({ key, value }) => `missing ${key} = ${value}`),
  ...unlike.extra.map(({ key, value }) => `extra ${key} = ${value}`),
]

beforeAll(async () => {
  db = await pgliteScratch(EXTENSIONS)
  await prepareScratch(db, 'supabase')
  read = await factReader(db, CATALOG, JOURNAL)
  empty = await within('', read)
})
afterAll(() => db.close())

/** Kinds whose change may touch rows. */
const TOUCHING = new Set(['column', 'table', 'enum', 'domain', 'composite', 'sequence'])
const touchesRows = (name: string) => TOUCHING.has(name.split('--')[0] ?? '')

const fails = (name: string) => ({ fails: name in UNFOUND })
const catalogsOf = async ({ before, after }: Case) => [await within(before, read), await within(after, read)] as const

describe('a catalog is made again from its facts, and the way to another one is found', () => {
  for (const one of casesIn(0)) {
    test(`${one.name} before`, fails(`${one.name} before`), async () => {
      const [before, after] = await catalogsOf(one)
      await within('', async () => {
        expect(leftOf(await findWay({ db, read, from: empty, wanted: before }))).toEqual([])
        const way = { db, read, from: before, wanted: after }
        const found = touchesRows(one.name) ? await proveWay(way) : { ...(await findWay(way)), lost: [] }
        expect({ left: leftOf(found), lost: found.lost }).toEqual({ left: [], lost: [] })
      })
    })
  }
  for (const one of casesIn(1)) {
    test(`${one.name} after`, fails(`${one.name} after`), async () => {
      const [before, after] = await catalogsOf(one)
      await within('', async () => {
        expect(leftOf(await findWay({ db, read, from: empty, wanted: after }))).toEqual([])
        expect(leftOf(await findWay({ db, read, from: after, wanted: before }))).toEqual([])
      })
    })
  }

  test('what is not found is less than a hundredth, and of the corpus', () => {
    const names = cases.flatMap(({ name }) => [`${name} before`, `${name} after`])
    expect(Object.keys(UNFOUND).filter((name) => !names.includes(name))).toEqual([])
    expect(Object.keys(UNFOUND).length / names.length).toBeLessThan(0.01)
  })

  test('a way that loses a row that should stay is none', async () => {
    const wanted = await within('create table public.t (id int primary key, note text not null);', read)
    await within('create table public.t (id int primary key, note text);', async () => {
      await db.exec(
        'create function public.f() returns event_trigger language plpgsql as $$ begin delete from public.t; end $$',
      )
      await db.exec('create event trigger e on ddl_command_end execute function public.f()')
      const from = await read()
      const kept = from.filter(({ key }) => kindOf(key) === 'function' || kindOf(key) === 'event_trigger')
      const way = await proveWay({ db, read, from, wanted: [...wanted, ...kept] })
      expect(way.lost).toEqual(['public.t'])
    })
  })
})
