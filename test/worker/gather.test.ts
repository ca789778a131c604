import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { gathering } from '../../functions/store/gather.ts'
import { crashing, Invocation } from './crashing.ts'
import { migrate } from './support.ts'

beforeAll(migrate)

const counted = () => {
  const invocation = new Invocation(null)
  return { invocation, db: gathering(crashing(env.DB, invocation)) }
}

describe('reads', () => {
  test('that are asked for at once are one trip, and each has its own answer', async () => {
    const { invocation, db } = counted()
    const answers = await Promise.all([
      db.prepare('select ?1 as a').bind(1).all(),
      db.prepare('select ?1 as a, 3 as b').bind(2).first('b'),
      db.prepare('select 4 as a').first(),
      db.prepare('select 5 as a where false').first(),
      db.batch([db.prepare('select 6 as a'), db.prepare('select ?1 as a').bind(7)]),
    ])
    expect(invocation.awaits).toBe(1)
    const [all, column, first, none, batch] = answers
    expect([all.results, column, first, none]).toEqual([[{ a: 1 }], 3, { a: 4 }, null])
    expect(batch.map(({ results }) => results)).toEqual([[{ a: 6 }], [{ a: 7 }]])
  })

  test('that are asked for one after another are a trip each', async () => {
    const { invocation, db } = counted()
    expect(await db.prepare('select 1 as a').first('a')).toBe(1)
    expect(await db.prepare('select 2 as a').first('a')).toBe(2)
    expect(invocation.awaits).toBe(2)
  })

  test('fail together, and those of later do not', async () => {
    const { db } = counted()
    const asked = await Promise.allSettled([db.prepare('select 1').all(), db.prepare('select from nowhere').all()])
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await db.prepare('select 1 as a').first('a')).toBe(1)
  })
})
