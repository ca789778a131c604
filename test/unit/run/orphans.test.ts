import { expect, test } from 'vitest'
import { QueryFailed, type TargetSession } from '../../../functions/collect/transport.ts'
import { lookForOrphans } from '../../../functions/run/orphans.ts'

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
  locked: false,
  denied: [],
  hidden: [],
  ...own,
})

/** A target of which some tables take too long, or are refused. */
function targetWith(failing: Readonly<Record<string, string>>) {
  const asked: string[] = []
  const session: TargetSession = {
    cost: { roundTrips: 0, bytes: 0 },
    snapshot: 'look',
    async ask(question) {
      const names = question.ask === 'orphans' ? question.keys.map(({ relation }) => relation) : []
      asked.push(names.join(' '))
      const sqlstate = names.map((name) => failing[name]).find((state) => state !== undefined)
      if (sqlstate === undefined) return names.map((_, key) => ({ key, rows: 0 }))
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
  }: { failing?: Record<string, string>; left?: number; looked?: Record<string, number>; open?: string } = {},
) => {
  const { asked, session } = targetWith(failing)
  const asking = { session, journal: { schema: 'd', table: 'j' }, server: 170_000, left: () => left }
  const openSince = (_: string, subject: string) => (subject === open ? 1 : null)
  const seen = await lookForOrphans(asking, keys, { looked, now: NOW, openSince })
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

test('a table that takes too long is left to the next run, and keeps nobody else from being looked at', async () => {
  const { asked, seen } = await looking([key('big'), key('small')], { failing: { big: '57014' } })
  expect(asked).toEqual(['big small', 'big', 'small'])
  expect(seen).toMatchObject([
    { relation: 'big', orphans: null, looked: null, refused: null },
    { relation: 'small', orphans: 0, looked: NOW },
  ])
})

test('only small tables are looked through together', async () => {
  const { asked } = await looking([key('a'), key('b'), key('c', { bytes: 1e9 }), key('d', { bytes: 1e9 })])
  expect(asked).toEqual(['a b', 'c', 'd'])
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
