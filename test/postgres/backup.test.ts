import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseManifest, manifestText, MANIFEST, type Manifest } from '../../scripts/backup/manifest.ts'
import { drillBackup } from '../../scripts/backup/drill/drill.ts'
import { openBackup } from '../../scripts/backup/restore/open.ts'
import { readPart } from '../../scripts/backup/seal.ts'
import { openSession } from '../../scripts/backup/session.ts'
import type { Store } from '../../scripts/backup/stores/store.ts'
import { prepareScratch } from '../../scripts/postgres/scratch.ts'
import { dropRoles, freshDatabase, serverUrl, type TestDatabase } from '../support/database.ts'
import { everything, rolesOfEverything } from '../support/everything.ts'
import { TRICKY_ROWS } from '../support/tricky-rows.ts'
import { backUp, contentsOf, memoryStore, restoreTo, sqlOn } from './backing-up.ts'

/** Runs `work` with an empty database of a version, which is dropped afterwards. */
async function withEmpty<T>(version: 15 | 16 | 17 | 18, work: (url: string) => Promise<T>): Promise<T> {
  const database = await freshDatabase(version)
  try {
    return await work(database.url)
  } finally {
    await database.drop()
  }
}

const stateOf = (url: string) => sqlOn(url, `select nspname from pg_namespace where nspname = 'plumbline_restore'`)

describe.each([15, 18] as const)('on PostgreSQL %i', (version) => {
  test('what is restored holds the same rows, sequences and facts', async () => {
    await withEmpty(version, (source) =>
      withEmpty(version, async (target) => {
        await sqlOn(source, TRICKY_ROWS)
        const store = memoryStore()
        const { manifest } = await backUp(source, store)
        expect(manifest.tables.filter(({ chunks }) => chunks.length > 1).length).toBeGreaterThan(2)
        expect((await restoreTo(target, store)).unmade).toEqual([])
        expect(await contentsOf(target)).toEqual(await contentsOf(source))
        expect(await stateOf(target)).toEqual([])
      }),
    )
  })
})

describe('a backup that was made', () => {
  let source: TestDatabase
  let contents: Record<string, unknown>
  let store: ReturnType<typeof memoryStore>
  let manifest: Manifest
  /** The same, but for some of its files. */
  const storeWith = (changes: Readonly<Record<string, Uint8Array | null>>): Store => ({
    ...store,
    get: async (name) => (name in changes ? (changes[name] ?? null) : store.get(name)),
  })
  const bytesOf = (name: string) => store.kept.get(name) ?? new Uint8Array()
  const flipped = (name: string, bit: number) => {
    const bytes = new Uint8Array(bytesOf(name))
    const at = bit % (bytes.length * 8)
    bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7))
    return bytes
  }
  const parts = () => [manifest.catalog, ...manifest.tables.flatMap(({ chunks }) => chunks)]

  beforeAll(async () => {
    source = await freshDatabase(17)
    await sqlOn(source.url, TRICKY_ROWS)
    contents = await contentsOf(source.url)
    store = memoryStore()
    manifest = (await backUp(source.url, store)).manifest
  })
  afterAll(() => source.drop())

  test('says what it holds, and of which moment', () => {
    expect(manifest).toMatchObject({
      target: 'test',
      encryptedTo: [],
      server: { supabase: false, lsn: expect.stringMatching(/^[\dA-F]+\/[\dA-F]+$/) },
      without: ['passwords of roles'],
    })
    const of = (name: string) => manifest.tables.find((table) => table.name === name)
    expect(of('parent')).toMatchObject({ rows: 5, columns: ['id', 'what'] })
    expect(of('computed')).toMatchObject({ rows: 3, columns: [] })
    expect(of('events')).toBeUndefined()
    expect(of('events_2024_a')).toMatchObject({ rows: 183 })
    expect(of('__drizzle_migrations')).toMatchObject({ schema: 'drizzle', rows: 2 })
  })

  test('is restored to the last row and fact though the restore is killed again and again', async () => {
    await withEmpty(17, async (target) => {
      const seen = new Set<string>()
      /** Goes so many steps and is then as good as killed: what is open is not committed. */
      const attempt = (most: number) => {
        let steps = 0
        const say = ({ what }: { what: string }) => {
          seen.add(what)
          steps += 1
          if (steps === most) throw new Error('killed')
        }
        return restoreTo(target, store, { say })
      }
      let kills = 0
      let restored = await attempt(1).catch((error: Error) => error)
      for (; restored instanceof Error; kills += 1) {
        // Sooner or later it ends, or nothing stayed of what was done.
        if (restored.message !== 'killed' || kills > 40) throw restored
        restored = await attempt(11).catch((error: Error) => error)
      }
      expect(kills).toBeGreaterThan(5)
      expect(restored).toMatchObject({ resumed: true, unmade: [] })
      expect(seen).toContain('making constraint:public.tree.tree_parent_fkey')
      expect(await contentsOf(target)).toEqual(contents)
      expect(await stateOf(target)).toEqual([])
    })
  })

  test('is not taken for whole with any one bit of any part flipped, or a part missing', async () => {
    const { unseal } = await openBackup(store, [])
    expect(parts().length).toBeGreaterThan(50)
    for (const [i, part] of parts().entries()) {
      const get = storeWith({ [part.name]: flipped(part.name, i * 7919) }).get
      await expect(readPart(get, part, 'memory', unseal)).rejects.toThrow(/damaged: its SHA-256/)
    }
    const [first] = parts()
    const cut = storeWith({ [first?.name ?? '']: bytesOf(first?.name ?? '').slice(1) })
    await expect(openBackup(cut, [])).rejects.toThrow(/damaged: it has \d+ bytes, not \d+/)
    await expect(openBackup(storeWith({ [first?.name ?? '']: null }), [])).rejects.toThrow(/it is not there/)
    for (let bit = 0; bit < bytesOf(MANIFEST).length * 8; bit += 4999)
      expect(() => parseManifest(flipped(MANIFEST, bit), 'memory')).toThrow(/manifest.json is damaged/)
  })

  test('is proven by a drill, which sees what differs from the manifest', async () => {
    const shadowUrl = await serverUrl(17)
    const forged = manifest.tables.map((table) =>
      table.name === 'hen'
        ? { ...table, digest: table.digest.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }
        : table,
    )
    const file = Buffer.from(manifestText({ ...manifest, tables: forged }))
    const drill = await drillBackup({
      backup: await openBackup(storeWith({ [MANIFEST]: file }), []),
      jobs: 2,
      shadowUrl,
    })
    expect(drill.verified).toMatchObject({
      ok: false,
      compared: { facts: { unlike: [] }, tables: { compared: 18, unlike: ['"public"."hen"'] }, unknowns: [] },
    })
  })
})

describe('a restore that stops', () => {
  let source: TestDatabase
  let contents: Record<string, unknown>
  let store: ReturnType<typeof memoryStore>

  beforeAll(async () => {
    source = await freshDatabase(17)
    await sqlOn(
      source.url,
      `create table public.rows as select i as id, 'row ' || i as v from generate_series(1, 1000) i; create sequence s start 7`,
    )
    contents = await contentsOf(source.url)
    store = memoryStore()
    await backUp(source.url, store)
  })
  afterAll(() => source.drop())

  test('goes on where the server ended its sessions', async () => {
    await withEmpty(17, async (target) => {
      let reads = 0
      const ending = {
        ...store,
        get: async (name: string) => {
          reads += 1
          if (reads === 10)
            await sqlOn(
              await serverUrl(17),
              `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${new URL(target).pathname.slice(1)}'`,
            )
          return store.get(name)
        },
      }
      await expect(restoreTo(target, ending)).rejects.toThrow(/connection|terminat/i)
      expect(await restoreTo(target, store)).toMatchObject({ resumed: true, unmade: [] })
      expect(await contentsOf(target)).toEqual(contents)
    })
  })

  test('with a damaged chunk is not restored past it, and goes on once that is whole', async () => {
    await withEmpty(17, async (target) => {
      const chunk = 'data/00001-000020.zst'
      const damaged = { ...store, get: async (name: string) => (name === chunk ? Buffer.from('x') : store.get(name)) }
      await expect(restoreTo(target, damaged)).rejects.toThrow(`memory/${chunk} is damaged`)
      expect((await restoreTo(target, store)).resumed).toBe(true)
      expect(await contentsOf(target)).toEqual(contents)
      await expect(restoreTo(target, store)).rejects.toThrow(
        /the database is not empty: it holds sequence public.s, table public.rows/,
      )
    })
  })

  test('of another moment does not go on in a restore that was begun', async () => {
    await withEmpty(17, async (target) => {
      const crash = { say: () => { throw new Error('killed') } } // prettier-ignore
      await expect(restoreTo(target, store, crash)).rejects.toThrow('killed')
      const other = memoryStore()
      await backUp(source.url, other)
      await expect(restoreTo(target, other)).rejects.toThrow(/a restore of another backup .* was begun/)
    })
  })
})

describe('what must not become a backup', () => {
  test('one that was killed holds no manifest, and the next may take its place', async () => {
    await withEmpty(17, async (url) => {
      await sqlOn(url, `create table t as select i, 'row ' || i as v from generate_series(1, 2000) i`)
      const store = memoryStore()
      for (const at of [1, 7]) {
        let puts = 0
        const killed = {
          ...store,
          put: async (name: string, bytes: Uint8Array) => {
            puts += 1
            if (puts === at) throw new Error('killed')
            await store.put(name, bytes)
          },
        }
        await expect(backUp(url, killed, { chunkBytes: 2000 })).rejects.toThrow('killed')
        await expect(openBackup(store, [])).rejects.toThrow('memory holds no backup: there is no manifest.json')
      }
      await backUp(url, store, { chunkBytes: 2000 })
      await expect(backUp(url, store)).rejects.toThrow('memory holds a backup already')
      await withEmpty(17, async (target) => {
        await restoreTo(target, store)
        expect(await contentsOf(target)).toEqual(await contentsOf(url))
      })
    })
  })

  test('one whose connection is lost midway', async () => {
    await withEmpty(17, async (url) => {
      await sqlOn(url, `create table t as select i, repeat('x', 1000) as v from generate_series(1, 20000) i`)
      const store = memoryStore()
      let puts = 0
      const losing = {
        ...store,
        put: async (name: string, bytes: Uint8Array) => {
          puts += 1
          if (puts === 2)
            await sqlOn(
              await serverUrl(17),
              `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${new URL(url).pathname.slice(1)}' and query ~ '^copy'`,
            )
          await store.put(name, bytes)
        },
      }
      await expect(backUp(url, losing, { chunkBytes: 1_000_000 })).rejects.toThrow(/connection|terminat/i)
      expect(store.kept.has(MANIFEST)).toBe(false)
    })
  })

  test('one of rows that the role does not see', async () => {
    const role = `blind_${crypto.randomUUID().slice(0, 8)}`
    await withEmpty(17, async (url) => {
      await sqlOn(
        url,
        `create table t (id int); create table u (id int); alter table u enable row level security; create policy p on u using (id = 1);
create role ${role} login password 'x'; grant select on u to ${role}`,
      )
      const as = Object.assign(new URL(url), { username: role, password: 'x' }).href
      await expect(backUp(as, memoryStore())).rejects.toThrow(/the role may not read "public"."t"/)
      await sqlOn(url, `grant select on t to ${role}`)
      await expect(backUp(as, memoryStore())).rejects.toThrow(/row security hides rows of "public"."u"/)
    })
    await dropRoles(17, [role])
  })

  test('one that a migration keeps waiting', async () => {
    await withEmpty(17, async (url) => {
      await sqlOn(url, 'create table t (id int)')
      const migration = await openSession(url, 1000)
      await migration.exec('begin; lock table t')
      await expect(backUp(url, memoryStore(), { lock: 100 })).rejects.toThrow(/lock/)
      await migration.exec('rollback')
      await migration.close()
    })
  })
})

test('a backup is of one moment, whatever is written meanwhile', async () => {
  await withEmpty(17, async (url) => {
    await sqlOn(
      url,
      `create table a (id int); create table b (id int); insert into a select generate_series(1, 5000); insert into b table a`,
    )
    const store = memoryStore()
    const writing = {
      ...store,
      put: async (name: string, bytes: Uint8Array) => {
        await sqlOn(
          url,
          'begin; insert into a values (0); insert into b values (0); delete from b where id < 100; commit',
        )
        await store.put(name, bytes)
      },
    }
    const { manifest } = await backUp(url, writing, { jobs: 1, chunkBytes: 5000 })
    expect(manifest.tables.map(({ name, rows }) => [name, rows])).toEqual([['a', 5000], ['b', 5000]]) // prettier-ignore
    expect(manifest.tables[0]?.digest).toBe(manifest.tables[1]?.digest)
  })
})

test('an object of every kind comes back, with its owner and privileges; what does not is said beforehand', async () => {
  const role = `all_${crypto.randomUUID().slice(0, 8)}`
  const store = memoryStore()
  await withEmpty(17, async (url) => {
    await sqlOn(url, everything(role))
    const { manifest } = await backUp(url, store)
    expect(manifest.without).toEqual(expect.arrayContaining(['large object "any"', 'base type public.raw']))
  })
  await dropRoles(17, rolesOfEverything(role))
  const { verified } = await drillBackup({
    backup: await openBackup(store, []),
    jobs: 2,
    shadowUrl: await serverUrl(17),
  })
  expect(verified).toMatchObject({
    ok: true,
    compared: { facts: { unlike: [] }, foreignKeys: { compared: 1, broken: [] } },
  })
  const left = await sqlOn(await serverUrl(17), `select from pg_roles where rolname like '${role}%'`)
  expect(left).toEqual([])
})

test('a foreign key that rows break is not told as kept', async () => {
  const store = memoryStore()
  await withEmpty(17, async (url) => {
    await sqlOn(
      url,
      `create table t (id int primary key); create table u (t int references t);
set session_replication_role = replica; insert into u values (7)`,
    )
    await backUp(url, store)
  })
  const { verified } = await drillBackup({
    backup: await openBackup(store, []),
    jobs: 1,
    shadowUrl: await serverUrl(17),
  })
  expect(verified).toMatchObject({
    ok: false,
    compared: {
      tables: { unlike: [] },
      foreignKeys: { broken: ['public.u.u_t_fkey'] },
      unknowns: [{ reason: expect.stringMatching(/Key \(t\)=\(7\) is not present.*NOT VALID/) }],
    },
  })
})

const prepared = async (url: string) => {
  const db = await openSession(url, 1000)
  await prepareScratch(db, 'supabase').finally(() => db.close())
}

const drill = async (store: Store) =>
  (await drillBackup({ backup: await openBackup(store, []), jobs: 2, shadowUrl: await serverUrl(17) })).verified

test('rows of a Supabase project’s own tables come along where they are asked for', async () => {
  const [without, asked] = [memoryStore(), memoryStore()]
  await withEmpty(17, async (url) => {
    await prepared(url)
    await sqlOn(
      url,
      `insert into auth.users (id) values ('00000000-0000-4000-8000-000000000001');
create table public.profiles (id uuid primary key references auth.users (id));
insert into public.profiles select id from auth.users; alter table public.profiles enable row level security;
create policy own on public.profiles to authenticated using (id = auth.uid())`,
    )
    const { manifest } = await backUp(url, without)
    expect(manifest.without).toEqual(
      expect.arrayContaining([
        'files in Supabase Storage',
        'rows of the schema auth (--with auth), without which a restore cannot hold public.profiles.profiles_id_fkey for the rows',
        'rows of the schema storage (--with storage)',
      ]),
    )
    await backUp(url, asked, { platform: ['auth'] })
  })
  expect(await drill(without)).toMatchObject({
    ok: false,
    compared: {
      foreignKeys: { broken: ['public.profiles.profiles_id_fkey'] },
      unknowns: [
        {
          reason: expect.stringMatching(
            /NOT VALID; the rows of auth are not in this backup: make one with --with auth$/,
          ),
        },
      ],
    },
  })
  expect(await drill(asked)).toMatchObject({ ok: true })
  await withEmpty(17, async (url) => {
    await prepared(url)
    expect((await restoreTo(url, asked)).unmade).toEqual([])
    expect(await sqlOn(url, 'select count(*)::int as n from auth.users join public.profiles using (id)')).toEqual([
      { n: 1 },
    ])
    await sqlOn(url, 'drop table public.profiles')
    await expect(restoreTo(url, asked)).rejects.toThrow(/not empty: "auth"."users" holds rows/)
  })
})
