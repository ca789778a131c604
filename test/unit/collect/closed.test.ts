import { describe, expect, test } from 'vitest'
import { leavingOutClosed } from '../../../functions/collect/closed.ts'
import { QueryFailed } from '../../../functions/collect/transport.ts'
import type { Question } from '../../../functions/model/question.ts'

const journal = { schema: 'drizzle', table: '__drizzle_migrations' }
const fingerprints: Question = { ask: 'fingerprints', journal }

const denied = (name: string, sqlstate = '42501') =>
  new QueryFailed({ stage: 'query', sqlstate, reason: `permission denied for table ${name}`, mend: 'grant' })

/** A target whose role may not read some catalogs. @param heeds whether it knows how to leave them out */
function sessionOn(shut: readonly string[], heeds = true) {
  const asked: Question[] = []
  const session = leavingOutClosed({
    cost: { roundTrips: 0, bytes: 0 },
    snapshot: 'look',
    ask: async (question) => {
      asked.push(question)
      const out = ('closed' in question && heeds && question.closed) || []
      const first = shut.find((name) => !out.includes(name))
      if (first !== undefined) throw denied(first)
      return []
    },
  })
  return { session, asked }
}

describe('a session that leaves out what is closed', () => {
  test('asks as it was asked where nothing is', async () => {
    const { session, asked } = sessionOn([])
    await session.ask(fingerprints)
    expect(asked).toEqual([fingerprints])
  })

  test('asks again without it, and leaves it out of all that hangs on the fingerprints', async () => {
    const { session, asked } = sessionOn(['pg_policy', 'pg_enum'])
    await session.ask(fingerprints)
    const closed = ['pg_policy', 'pg_enum']
    expect(asked.map((question) => ('closed' in question ? question.closed : null))).toEqual([
      null,
      ['pg_policy'],
      closed,
    ])
    expect([...session.closed.keys()]).toEqual(closed)
    await session.ask({ ask: 'facts', journal })
    expect(asked.at(-1)).toEqual({ ask: 'facts', journal, closed })
  })

  test('fails where it is asked in vain: by a version of the Edge Function that knows of no such thing', async () => {
    const { session, asked } = sessionOn(['pg_policy'], false)
    await expect(session.ask(fingerprints)).rejects.toThrow('pg_policy')
    expect(asked).toHaveLength(2)
  })

  test('fails after five', async () => {
    const { session, asked } = sessionOn(['pg_a', 'pg_b', 'pg_c', 'pg_d', 'pg_e', 'pg_f'])
    await expect(session.ask(fingerprints)).rejects.toThrow('pg_f')
    expect(asked).toHaveLength(6)
  })

  test('fails where facts are asked for that were fingerprinted: they would seem to be gone', async () => {
    const { session, asked } = sessionOn(['pg_policy'])
    await expect(session.ask({ ask: 'facts', journal })).rejects.toThrow('pg_policy')
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['a table of the user’s', denied('orders')],
    ['another failure', denied('pg_policy', '57014')],
    ['no failure of the target’s', new Error('permission denied for table pg_policy')],
  ])('lets through %s', async (_, error) => {
    const cost = { roundTrips: 0, bytes: 0 }
    const session = leavingOutClosed({ cost, snapshot: 'look', ask: () => Promise.reject(error) })
    await expect(session.ask(fingerprints)).rejects.toBe(error)
    expect(session.closed.size).toBe(0)
  })
})
