import { describe, expect, test } from 'vitest'
import { CATALOG_VERSION } from '../../../functions/collect/catalog.ts'
import { QueryFailed, reach, type TargetSession } from '../../../functions/collect/transport.ts'
import { digestOf, hashPin, type PinContent, type PinSource } from '../../../functions/model/pin.ts'
import type { Question } from '../../../functions/model/question.ts'
import { measurePins, takePin } from '../../../functions/run/look/pins.ts'

const journal = { schema: 'drizzle', table: '__drizzle_migrations' }
const group = { kind: 'owner', schema: 'public' }
const factOf = (owner: string) => ({ key: 'owner:table:public.users', parent: null, value: owner })

/** A target on which every question is of a moment of its own: who owns the table when the digest is asked, and when it is read. */
async function sessionOf(digested: string, read = digested) {
  const asked: Question['ask'][] = []
  const digest = await digestOf([factOf(digested)])
  const session: TargetSession = {
    cost: { roundTrips: 0, bytes: 0 },
    snapshot: 'question',
    ask: async ({ ask }) => {
      asked.push(ask)
      if (ask === 'facts') return [{ ...group, ...factOf(read) }]
      return [
        { ...group, count: 1, digest },
        { kind: 'table', schema: 'public', count: 1, digest: 'not pinned' },
        { kind: 'about server', schema: '', count: 0, digest: '170009' },
        { kind: 'about session', schema: '', count: 0, digest: '""' },
        { kind: 'about journal', schema: '', count: 0, digest: null },
      ]
    },
  }
  const fingerprints = {
    server: 170_009,
    journalColumns: null,
    supabaseColumns: null,
    supabaseClosed: null,
    journalLock: null,
    without: [],
    groups: [{ ...group, count: 1, digest }],
  }
  return { session, fingerprints, asked }
}

async function pinOf(owner: string, content: PinContent | null | undefined = undefined): Promise<PinSource> {
  const facts = [factOf(owner)]
  const groups = [{ ...group, count: 1, digest: await digestOf(facts), facts }]
  const made: PinContent = { format: 1, catalog: CATALOG_VERSION, groups }
  return {
    hash: await hashPin(made),
    catalog: made.catalog,
    groups,
    read: async () => (content === undefined ? made : content),
  }
}

const measure = async (pin: PinSource | null, digested: string, read?: string) => {
  const { session, fingerprints, asked } = await sessionOf(digested, read)
  const seen = await measurePins({ session, journal, fingerprints, pin, declared: [], memo: null, target: 'shop' })
  return { ...seen, asked }
}

describe('what was pinned', () => {
  test('is not read where its digest is the pin’s', async () => {
    expect(await measure(await pinOf('postgres'), 'postgres')).toEqual({ findings: [], unknowns: [], asked: [] })
  })

  test('is read where it is not, and told', async () => {
    expect(await measure(await pinOf('postgres'), 'keeper')).toMatchObject({
      findings: [{ type: 'drift.pinned', pinned: 'postgres', target: 'keeper' }],
      asked: ['facts'],
    })
  })

  test('is told by nobody where it changed between the two questions', async () => {
    await expect(measure(await pinOf('postgres'), 'keeper', 'another')).rejects.toThrow(QueryFailed)
  })

  test('is unknown where the pin cannot be read', async () => {
    expect(await measure(await pinOf('postgres', null), 'keeper')).toMatchObject({
      findings: [],
      unknowns: [{ key: 'drift:pin', mend: expect.stringContaining('--target shop') }],
      asked: [],
    })
  })
})

describe('a pin is taken', () => {
  test('of the pinned kinds alone', async () => {
    const { session } = await sessionOf('postgres')
    const taken = await takePin((work) => reach(() => work(session)), journal)
    expect(taken).toMatchObject({ reached: true, value: { content: { groups: [{ kind: 'owner', facts: [{}] }] } } })
  })

  test('of one moment, or not at all', async () => {
    const { session } = await sessionOf('postgres', 'keeper')
    const taken = await takePin((work) => reach(() => work(session)), journal)
    expect(taken).toMatchObject({
      reached: false,
      failure: { reason: expect.stringContaining('changed while it was read') },
    })
  })
})
