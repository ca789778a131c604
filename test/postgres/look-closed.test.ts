import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edgeFunctionTransport } from '../../functions/collect/transports/edge-function.ts'
import { managementApiTransport } from '../../functions/collect/transports/management-api.ts'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import type { Transport } from '../../functions/collect/transport.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import type { PinSource } from '../../functions/model/pin.ts'
import type { DriftMemo } from '../../functions/run/look/drift.ts'
import { takePin } from '../../functions/run/look/pins.ts'
import { startEdgeFunction } from '../support/edge-function.ts'
import { startManagementApi } from '../support/management-api.ts'
import { CATALOG, JOURNAL } from './folders.ts'
import { buildOn17, lookAt, openTarget, TIMEOUTS, type Target } from './target.ts'

const MIGRATIONS = {
  '0000_shop': `create type mood as enum ('sad', 'ok');
create table orders (id bigserial primary key, mood mood);
alter table orders enable row level security;
create policy own on orders using (true);
comment on policy own on orders is 'all';
create view open_orders as select id from orders;
create extension hstore;
grant select on orders to public;
alter default privileges grant select on tables to public;`,
}

const role = `shut_${crypto.randomUUID().slice(0, 8)}`
let target: Target
let url: string
let blueprint: Blueprint
let reach: Transport

beforeAll(async () => {
  target = await openTarget(17, MIGRATIONS)
  blueprint = await buildOn17(MIGRATIONS)
  await target.sql.unsafe(`create role ${role} login password 'x'; grant usage on schema drizzle to ${role};
grant select on drizzle.__drizzle_migrations to ${role}`)
  const own = new URL(target.url)
  own.username = role
  own.password = 'x'
  url = own.href
  reach = postgresTransport({ url, timeouts: TIMEOUTS, catalog: CATALOG })
})
afterAll(async () => {
  await target.sql.unsafe(`reassign owned by ${role} to current_user; drop owned by ${role}; drop role ${role}`)
  await target.drop()
})

/** Closes some catalogs to everybody but superusers while `use` runs. */
async function closing(catalogs: readonly string[], use: () => Promise<void>): Promise<void> {
  const list = catalogs.map((name) => `pg_catalog.${name}`).join(', ')
  await target.sql.unsafe(`revoke select on ${list} from public`)
  try {
    await use()
  } finally {
    await target.sql.unsafe(`grant select on ${list} to public`)
  }
}

/** Fingerprints, the journal's digest, and what was declared of rights, which no memo knows here. */
const CLEAN = 3
const RIGHTS = 'default_privilege, privilege, member, role, setting'
const look = (wish: Parameters<typeof lookAt>[2] = {}) => lookAt(url, blueprint, { reach, ...wish })
const grantOf = (name: string) => `grant select on pg_catalog.${name} to "${role}";`

test('open to the role: nothing found', async () => {
  expect(await look()).toMatchObject({ status: 'pass', unknowns: [], findings: [], figures: { roundTrips: CLEAN } })
})

test('what needs a closed catalog is unknown, with its kinds and the grant; nothing of it is missing', () =>
  closing(['pg_policy'], async () => {
    const seen = await look()
    expect(seen).toMatchObject({
      status: 'unknown',
      findings: [],
      position: { applied: 1 },
      figures: { roundTrips: CLEAN + 1 },
    })
    expect(seen.unknowns).toEqual([
      {
        key: 'drift:closed:pg_policy',
        check: 'drift',
        subject: 'comment, policy, member, role, setting',
        reason:
          'the role lacks a privilege (42501: permission denied for table pg_policy): nothing of these kinds could be read; all else was compared',
        mend: grantOf('pg_policy'),
      },
    ])
    await target.sql.unsafe(seen.unknowns[0]?.mend ?? '')
    expect(await look()).toMatchObject({ status: 'pass', unknowns: [], findings: [] })
    await target.sql.unsafe(`revoke select on pg_catalog.pg_policy from ${role}`)
  }))

test.each([
  ['pg_extension', 'drift:closed:pg_extension', 'column, extension, fdw, server, user_mapping'],
  ['pg_enum', 'drift:closed:pg_enum', 'composite, domain, enum'],
  ['pg_default_acl', 'drift:closed:pg_default_acl', RIGHTS],
  ['pg_user_mappings', 'drift:closed:pg_user_mappings', 'fdw, server, user_mapping'],
])('%s is closed: what migrations declare of it is neither missing nor held against them', (name, key, subject) =>
  closing([name], async () => {
    const { findings, unknowns } = await look()
    expect(findings).toEqual([])
    expect(unknowns).toMatchObject([{ key, subject, mend: grantOf(name) }])
  }),
)

test('drift of other kinds is told all the same, and what is remembered of it does not outlast the grant', async () => {
  const known = new Map<string, string>()
  const memo: DriftMemo = {
    get: async (name) => known.get(name) ?? null,
    put: async (name, value) => void known.set(name, value),
  }
  await target.sql.unsafe(`alter table orders add column note text; drop policy own on orders`)
  const keys = async () => (await look({ memo })).findings.map(({ key }) => key)
  await closing(['pg_policy', 'pg_enum'], async () => {
    expect(await keys()).toEqual(['drift:column:public.orders.note'])
    const grants = (await look({ memo })).unknowns.map(({ mend }) => mend)
    expect(grants.toSorted()).toEqual([grantOf('pg_enum'), grantOf('pg_policy')])
  })
  const all = ['drift:policy:public.orders.own', 'drift:column:public.orders.note'].toSorted()
  expect((await keys()).toSorted()).toEqual(all)
  await closing(['pg_policy'], async () => expect(await keys()).toEqual(['drift:column:public.orders.note']))
  expect((await keys()).toSorted()).toEqual(all)
  await target.sql.unsafe(
    `alter table orders drop column note; create policy own on orders using (true); comment on policy own on orders is 'all'`,
  )
})

describe('nothing can be said', () => {
  test.each([
    ['without what all facts hang on', ['pg_depend'], 'pg_depend'],
    ['without the names of types', ['pg_type'], 'pg_type'],
    ['where one of several is such', ['pg_policy', 'pg_depend'], 'pg_depend'],
  ])('%s', (_, catalogs, named) =>
    closing(catalogs, async () => {
      const { status, findings, unknowns } = await look()
      expect({ status, findings }).toEqual({ status: 'unknown', findings: [] })
      expect(unknowns.map(({ key, mend }) => [key, mend])).toEqual([
        ['drift:target', grantOf(named)],
        ['journal:target', grantOf(named)],
      ])
    }),
  )

  test('where more than five are closed', () =>
    closing(['pg_policy', 'pg_enum', 'pg_range', 'pg_sequence', 'pg_trigger', 'pg_subscription'], async () => {
      const { unknowns, figures } = await look()
      expect(unknowns.map(({ key }) => key)).toEqual(['drift:target', 'journal:target'])
      expect(figures.roundTrips).toBe(6)
    }))
})

test('a closed catalog that nothing needs is not missed', () =>
  closing(['pg_stats', 'pg_sequences', 'pg_replication_origin'], async () => {
    expect(await look()).toMatchObject({ status: 'pass', unknowns: [], figures: { roundTrips: CLEAN } })
  }))

test('what was pinned: the rest is compared with the pin; nothing is pinned by halves', async () => {
  const taken = await takePin(reach, JOURNAL)
  if (!taken.reached) throw new Error(taken.failure.reason)
  const { hash, content } = taken.value
  const pin: PinSource = { hash, catalog: content.catalog, groups: content.groups, read: async () => content }
  await target.sql.unsafe(`alter table orders owner to ${role}`)
  expect((await look({ pin })).findings.map(({ key }) => key)).toContain('drift:owner:table:public.orders')
  await closing(['pg_db_role_setting'], async () => {
    const seen = await look({ pin })
    expect(seen.findings.map(({ key }) => key)).toContain('drift:owner:table:public.orders')
    expect(seen.unknowns.map(({ key }) => key)).toEqual(['drift:closed:pg_db_role_setting'])
    expect(await takePin(reach, JOURNAL)).toMatchObject({
      reached: false,
      failure: { sqlstate: '42501', mend: grantOf('pg_db_role_setting') },
    })
  })
  await closing(['pg_parameter_acl'], async () => {
    const seen = await look({ pin })
    expect(seen.findings).toEqual([])
    expect(seen.unknowns).toMatchObject([{ subject: 'default_privilege, owner, privilege, member, role, setting' }])
  })
  await target.sql.unsafe(`alter table orders owner to current_user`)
})

describe('over HTTPS', () => {
  const seen = {
    findings: [],
    unknowns: [{ key: 'drift:closed:pg_policy', subject: 'comment, policy, member, role, setting' }],
  }

  test('the Edge Function leaves out what its role may not read', () =>
    closing(['pg_policy'], async () => {
      const edge = await startEdgeFunction({ PLUMBLINE_DATABASE_URL: url, PLUMBLINE_CATALOG_SECRET: 's' })
      try {
        const way = edgeFunctionTransport({ url: edge.url, key: 'sb_publishable_x', secret: 's', timeouts: TIMEOUTS })
        const looked = await look({ reach: way })
        expect(looked).toMatchObject(seen)
        expect(looked.unknowns[0]?.mend).toBe(grantOf('pg_policy'))
        const body = { question: { ask: 'fingerprints', journal: JOURNAL, closed: ['pg_policy; drop'] } }
        const refusal = await fetch(edge.url, {
          method: 'POST',
          headers: { 'x-plumbline-secret': 's' },
          body: JSON.stringify({ catalog: 0, timeouts: TIMEOUTS, ...body }),
        })
        expect([refusal.status, await refusal.json()]).toMatchObject([
          400,
          { reason: expect.stringMatching(/relation of pg_catalog/) },
        ])
      } finally {
        await edge.stop()
      }
    }))

  test('the Management API is asked without it', async () => {
    const api = await startManagementApi(target.url)
    try {
      const message = 'Failed to run sql query: ERROR:  42501: permission denied for table pg_policy\n'
      api.faults = [{ status: 400, body: JSON.stringify({ message }) }]
      const way = managementApiTransport({
        api: api.url,
        projectRef: api.ref,
        token: api.token,
        timeouts: TIMEOUTS,
        catalog: CATALOG,
      })
      const looked = await look({ reach: way })
      expect(looked).toMatchObject(seen)
      expect(looked.unknowns[0]?.mend).toBe('grant select on pg_catalog.pg_policy to "supabase_read_only_user";')
      expect(api.queries.at(-2)).not.toContain('from pg_catalog.pg_policy')
    } finally {
      await api.close()
    }
  })
})
