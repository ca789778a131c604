import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OrphanCandidate } from '../../../functions/checks/integrity/orphan-rows.ts'
import { QueryFailed, type TargetSession } from '../../../functions/collect/transport.ts'
import type { Pass, Passes } from '../../../functions/model/health.ts'
import { goOnWith } from '../../../functions/run/health/orphan-pass.ts'
import { lookForOrphans } from '../../../functions/run/health/orphans.ts'

const NOW = Date.UTC(2026, 10, 23)

const key = (name: string, own: object = {}) => ({
  schema: 'public',
  relation: name,
  name: 'fk',
  columns: ['a'],
  target_schema: 'public',
  target: 'u',
  target_columns: ['id'],
  match_full: false,
  valid: true,
  bytes: 0,
  partitioned: false,
  locked: false,
  denied: [],
  hidden: [],
  ...own,
})

/** A target of which some tables take too long, or are refused. */
function targetWith(failing: Readonly<Record<string, string>>, pages = 9000) {
  const asked: string[] = []
  const session: TargetSession = {
    cost: { roundTrips: 0, bytes: 0 },
    snapshot: 'look',
    async ask(question) {
      const names = question.ask === 'orphans' ? question.keys.map(({ relation }) => relation) : []
      const blocks = question.ask === 'orphans' ? question.blocks : undefined
      asked.push([...names, ...(blocks ? [`${blocks.from}-${blocks.to}`] : [])].join(' '))
      const sqlstate = names.map((name) => failing[name]).find((state) => state !== undefined)
      if (sqlstate === undefined) return names.map((_, key) => ({ key, rows: 0, ...(blocks && { pages }) }))
      throw new QueryFailed({ stage: 'query', sqlstate, reason: `refused (${sqlstate})`, mend: null })
    },
  }
  return { asked, session }
}

const looking = async (
  keys: object[],
  {
    failing = {},
    left = 8000,
    looked = {},
    open = '',
    passes = {},
    goOn = false,
  }: {
    passes?: Passes
    goOn?: boolean
    failing?: Record<string, string>
    left?: number
    looked?: Record<string, number>
    open?: string
  } = {},
) => {
  const { asked, session } = targetWith(failing)
  const asking = { session, journal: { schema: 'd', table: 'j' }, server: 170_000, left: () => left }
  const openSince = (_: string, subject: string) => (subject === open ? 1 : null)
  const seen = await lookForOrphans(asking, keys, { looked, passes, goOn, now: NOW, openSince })
  return { asked, seen }
}

test('goes on where the run before ended: what was found, then NOT VALID, then what was looked through longest ago', async () => {
  const keys = [key('newest'), key('oldest'), key('never'), key('not_valid', { valid: false }), key('found')]
  const looked = { 'public.newest.fk': 5, 'public.oldest.fk': 3, 'public.not_valid.fk': 9, 'public.found.fk': 9 }
  const { asked, seen } = await looking(keys, { looked, open: 'public.found.fk' })
  const order = ['found', 'not_valid', 'never', 'oldest', 'newest']
  expect(asked).toEqual([order.join(' ')])
  expect(seen).toMatchObject(order.map((relation) => ({ relation, orphans: 0, looked: NOW })))
})

test('a table that takes too long is looked through last, block by block, and keeps nobody else from being looked at', async () => {
  const { asked, seen } = await looking([key('big'), key('small')], { failing: { big: '57014' } })
  expect(asked.slice(0, 3)).toEqual(['big small', 'big', 'small'])
  // Ever fewer blocks, then no more: the next run goes on.
  expect(asked.slice(3)).toEqual(['big 0-4096', 'big 0-1024', 'big 0-256', 'big 0-64'])
  expect(seen).toMatchObject([
    { relation: 'big', orphans: null, looked: null, refused: null, seen: 0, pass: { began: NOW, next: 0 } },
    { relation: 'small', orphans: 0, looked: NOW, pass: null },
  ])
})

test('what is under way is gone on with by a tick, which begins nothing', async () => {
  const under = { began: 1, next: 5000, pages: 9000, found: 2, ended: null }
  const keys = [key('other'), key('big', { bytes: 1e9 })]
  const { asked, seen } = await looking(keys, { goOn: true, passes: { 'public.big.fk': under } })
  expect(asked).toEqual(['big 5000-9096'])
  expect(seen).toMatchObject([
    { relation: 'big', orphans: 2, looked: NOW, seen: null, pass: { began: null, ended: NOW } },
    { relation: 'other', orphans: null, looked: null },
  ])
})

const ended = (days: number) => ({ began: null, next: 0, pages: 9, found: 0, ended: NOW - days * 86_400_000 })

test('a big table is begun again after seven days, or where rows were found', async () => {
  const big = [key('big', { bytes: 1e9 })]
  const asked = async (days: number, open = '') =>
    (await looking(big, { passes: { 'public.big.fk': ended(days) }, open })).asked.length
  expect([await asked(6), await asked(8), await asked(6, 'public.big.fk')]).toEqual([0, 2, 2])
})

test('law: passes over runs that end anywhere see every block once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 60_000 }),
      async (budgets, pages) => {
        const ranges: [number, number][] = []
        const session = targetWith({}, pages).session
        const asking = (turns: number) => {
          const turn = { left: turns }
          return {
            journal: { schema: 'd', table: 'j' },
            server: 170_000,
            left: () => turn.left,
            session: {
              ...session,
              ask: async (question: Parameters<typeof session.ask>[0]) => {
                turn.left -= 1
                if (question.ask === 'orphans' && question.blocks)
                  ranges.push([question.blocks.from, question.blocks.to])
                return session.ask(question)
              },
            },
          }
        }
        let pass: Pass | null = null
        for (const turns of [...budgets, 1e6]) {
          const own = asking(turns)
          const candidate = OrphanCandidate.parse(key('big'))
          const passed = await goOnWith({ asking: own, key: candidate, pass, left: own.left, each: 9, now: NOW })
          pass = passed.pass
          if (passed.seen === null) break
        }
        expect(ranges.map(([from]) => from)).toEqual([0, ...ranges.slice(0, -1).map(([, to]) => to)])
        expect(ranges.at(-1)?.[1]).toBeGreaterThanOrEqual(pages)
        expect(pass).toMatchObject({ began: null, ended: NOW })
      },
    ),
  )
})

test('only small tables are looked through together', async () => {
  const { asked } = await looking([key('a'), key('b'), key('c', { bytes: 1e9 }), key('d', { bytes: 1e9 })])
  expect(asked.slice(0, 1)).toEqual(['a b'])
  expect(new Set(asked.slice(1).map((one) => one.split(' ')[0]))).toEqual(new Set(['c', 'd']))
})

test('what is refused says why', async () => {
  const { seen } = await looking([key('a')], { failing: { a: '42883' } })
  expect(seen).toMatchObject([{ orphans: null, refused: 'refused (42883)' }])
})

test('without time, nothing is asked; what cannot be read is not asked either', async () => {
  expect((await looking([key('a')], { left: 0 })).asked).toEqual([])
  const closed = [key('a', { locked: true }), key('b', { denied: ['u'] }), key('c', { hidden: ['u'] })]
  expect((await looking(closed)).asked).toEqual([])
})
