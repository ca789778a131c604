import { describe, expect, test } from 'vitest'
import { redact } from '../../../functions/notify/text.ts'
import { secretsOf } from '../../../functions/notify/steps.ts'
import { AGAIN, DEAD, outcomeOf, SENT, type Said } from './answers.ts'
import { SECRET, THREADS, WAYS } from './letters.ts'

describe('what is sent', () => {
  test.each(SENT)('%s %o', (name, said, reply) => {
    expect(outcomeOf(name, said)).toEqual({ outcome: 'sent', reply })
  })

  test.each(['slack', 'discord', 'github'] as const)('a later message of %s stays with the first', (name) => {
    const said: Said = { status: 200, body: { ok: true, channel: 'C0123456789', ts: '1.2', id: '99', number: 99 } }
    expect(outcomeOf(name, said, THREADS[name])).toEqual({ outcome: 'sent', reply: THREADS[name] })
  })
})

describe('what comes again', () => {
  test.each(AGAIN)('%s %o', (name, said, after) => {
    expect(outcomeOf(name, said)).toMatchObject({ outcome: 'again', after, why: expect.any(String) })
  })
})

describe('what is dead, and what mends it', () => {
  test.each(DEAD)('%s %o', (name, said, mend) => {
    const outcome = outcomeOf(name, said)
    expect(outcome).toMatchObject({ outcome: 'dead', why: expect.any(String) })
    expect(outcome.outcome === 'dead' && outcome.mend).toContain(mend)
  })
})

test('no secret is left in what a receiver says of it', () => {
  for (const way of Object.values(WAYS)) {
    const said = redact(`POST ${'url' in way ? way.url : ''} with ${SECRET} failed`, secretsOf(way))
    expect(said).not.toContain(SECRET)
  }
})
