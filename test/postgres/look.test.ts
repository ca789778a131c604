import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { SERVER_VERSIONS } from '../../scripts/postgres/server.ts'
import { FIRST_WHEN } from './folders.ts'
import { buildOn17 as build, lazily, ofType, openTarget, withTarget, type Target } from './target.ts'

/** A little of every kind. */
const MIGRATIONS = {
  '0000_users': `CREATE TYPE mood AS ENUM ('sad', 'ok');
--> statement-breakpoint
CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email varchar(100) NOT NULL, mood mood DEFAULT 'ok');
--> statement-breakpoint
CREATE UNIQUE INDEX users_email ON users (lower(email));`,
  '0001_posts': `CREATE TABLE posts (id serial PRIMARY KEY, author bigint REFERENCES users, body text);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON posts USING (author > 0);
CREATE VIEW authors AS SELECT u.id, count(p.id) AS posts FROM users u LEFT JOIN posts p ON p.author = u.id GROUP BY u.id;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON TABLE posts IS 'what users write';`,
  '0002_tags': `CREATE TABLE tags (id int PRIMARY KEY, label text COLLATE "C");
CREATE DOMAIN slug AS text CHECK (value <> '');
CREATE MATERIALIZED VIEW tag_counts AS SELECT count(*) AS tags FROM tags;`,
}
const { '0002_tags': tags, ...UP_TO_POSTS } = MIGRATIONS
const blueprintOf = lazily(MIGRATIONS)

/** The fact keys of all drift findings, by type. */
const drifted = (look: Awaited<ReturnType<Target['look']>>) =>
  look.findings
    .flatMap((finding) => ('fact' in finding ? [`${finding.type.slice('drift.'.length)} ${finding.fact}`] : []))
    .toSorted()

describe.each(SERVER_VERSIONS)('PostgreSQL %i', (version) => {
  let blueprint: Blueprint
  beforeAll(async () => {
    blueprint = await blueprintOf()
  })

  test('is clean after Drizzle’s own migrate, in two round trips', () =>
    withTarget(version, MIGRATIONS, async (target) => {
      const look = await target.look(blueprint)
      expect(look).toMatchObject({
        status: 'pass',
        findings: [],
        unknowns: [],
        postgres: expect.stringMatching(`^PostgreSQL ${version}\\.`),
      })
      expect(look.position).toEqual({ index: 2, tag: '0002_tags', of: 3, applied: 3 })
      expect(look.blueprint).toEqual({ hash: blueprint.hash, tag: 'test' })
      // PostgreSQL 15 prints views in its own way, so that their digests say nothing.
      expect(look.figures.roundTrips).toBe(version === 15 ? 3 : 2)
      expect(look.figures.bytes).toBeLessThan(8192)
    }))

  test('is told what is missing, extra and changed, by root cause and with its migration', () =>
    withTarget(version, MIGRATIONS, async (target) => {
      await target.sql.unsafe(`drop index users_email; drop table tags cascade; create table stray (id int primary key);
        alter table posts alter column body set not null; alter table posts disable row level security;
        create or replace view authors as select u.id, count(*) as posts from users u group by u.id;
        alter type mood add value 'happy'`)
      const look = await target.look(blueprint)
      expect(drifted(look)).toEqual([
        'changed column:public.posts.body',
        'changed enum:public.mood',
        'changed table:public.posts',
        'changed view:public.authors',
        'extra table:public.stray',
        'missing index:public.users_email',
        'missing table:public.tags',
      ])
      expect(look.status).toBe('fail')
      const byFact = Object.fromEntries(look.findings.flatMap((own) => ('fact' in own ? [[own.fact, own]] : [])))
      expect(byFact['index:public.users_email']).toMatchObject({
        migration: '0000_users',
        severity: 'medium',
        mend: ['CREATE UNIQUE INDEX users_email ON public.users USING btree (lower((email)::text));'],
      })
      expect(byFact['table:public.posts']).toMatchObject({ severity: 'critical', migration: '0001_posts' })
      expect(byFact['table:public.tags']).toMatchObject({
        migration: '0002_tags',
        follows: [
          'column:public.tags.id',
          'column:public.tags.label',
          'constraint:public.tags.tags_pkey',
          'matview:public.tag_counts',
        ],
      })
      expect(byFact['table:public.stray']).toMatchObject({ migration: null, mend: ['drop table public.stray;'] })
    }))

  test('is not blamed for what is still pending', () =>
    withTarget(version, UP_TO_POSTS, async (target) => {
      const look = await target.look(blueprint)
      expect(look).toMatchObject({
        status: 'pass',
        unknowns: [],
        position: { index: 1, tag: '0001_posts', of: 3, applied: 2 },
      })
      expect(look.findings).toMatchObject([{ type: 'journal.pending', entries: [{ tag: '0002_tags' }] }])
      expect(tags).toContain('CREATE TABLE')
    }))
})

describe('a target that is ahead of its journal', () => {
  const MORE = {
    ...MIGRATIONS,
    '0003_slugs': `ALTER TABLE posts ADD COLUMN slug text; ALTER TABLE users ALTER COLUMN mood SET NOT NULL; DROP INDEX users_email;`,
  }
  let target: Target
  let blueprint: Blueprint
  beforeAll(async () => {
    blueprint = await build(MORE)
    target = await openTarget(17, MIGRATIONS)
    await target.sql
      .unsafe(`alter table posts add column slug varchar(10); alter table users alter column mood set not null;
      drop index users_email`)
  })
  afterAll(() => target.drop())

  test('collides with the migration that will make the same', async () => {
    const { findings } = await target.look(blueprint)
    expect(ofType(findings, 'drift.collision')).toMatchObject([
      {
        fact: 'column:public.posts.slug',
        migration: '0003_slugs',
        severity: 'high',
        target: 'character varying(10)',
        pending: 'text',
        blueprint: null,
      },
      {
        fact: 'column:public.users.mood',
        migration: '0003_slugs',
        pending: expect.stringContaining('not null'),
        blueprint: expect.not.stringContaining('not null'),
      },
    ])
  })

  test('lacks what is declared until that migration is applied', async () => {
    const { findings } = await target.look(blueprint)
    expect(ofType(findings, 'drift.missing')).toMatchObject([
      { fact: 'index:public.users_email', migration: '0000_users' },
    ])
  })
})

describe('the journal', () => {
  test('a migration that Drizzle will skip is told with what is missing because of it, and is not drift too', async () => {
    const entries = {
      '0000_a': 'create table a (id int)',
      '0001_late': 'create table late (id int); alter table a add column x int',
    }
    const blueprint = await build(entries)
    await withTarget(17, { '0000_a': entries['0000_a'] }, async (target) => {
      await target.sql`update drizzle.__drizzle_migrations set created_at = ${FIRST_WHEN + 600_000}`
      const { findings } = await target.look(blueprint)
      expect(drifted(await target.look(blueprint))).toEqual([])
      expect(ofType(findings, 'journal.skipped')).toMatchObject([
        { tag: '0001_late', missing: ['column:public.a.x', 'column:public.late.id', 'table:public.late'] },
      ])
      await target.sql`create table late (id int)`
      const made = await target.look(blueprint)
      expect(drifted(made)).toEqual([])
      expect(ofType(made.findings, 'journal.skipped')).toMatchObject([{ missing: ['column:public.a.x'] }])
    })
  })

  test('an applied set that is no prefix is compared as it is', async () => {
    const entries = {
      '0000_a': 'create table a (id int)',
      '0001_b': 'create table b (id int)',
      '0002_c': 'create table c (id int)',
    }
    const blueprint = await build(entries)
    await withTarget(17, entries, async (target) => {
      await target.sql.unsafe(`drop table b; delete from drizzle.__drizzle_migrations where id = 2`)
      const look = await target.look(blueprint)
      expect(drifted(look)).toEqual([])
      expect(look.position).toMatchObject({ index: 2, applied: 2 })
      expect(look.findings.map(({ type }) => type)).toContain('journal.skipped')
    })
  })

  test('that is not there yet is no error: everything is pending, and what is there is extra or collides', async () => {
    const blueprint = await build({ '0000_a': 'create table a (id int)' })
    await withTarget(17, undefined, async (target) => {
      const empty = await target.look(blueprint)
      expect(empty).toMatchObject({ status: 'pass', unknowns: [], position: { index: -1, tag: null, applied: 0 } })
      expect(empty.findings).toMatchObject([{ type: 'journal.empty', exists: false }, { type: 'journal.pending' }])
      await target.sql.unsafe('create table a (id int); create table b (id int)')
      expect(drifted(await target.look(blueprint))).toEqual(['collision table:public.a', 'extra table:public.b'])
    })
  })

  test.each([
    { schema: 'app', table: 'migrations' },
    { schema: 'public', table: '__drizzle_migrations' },
    { schema: 'My "own"', table: `jour'nal` },
  ])('may be called $schema.$table, and is no drift', async (journal) => {
    const entries = { '0000_a': 'create table a (id int)' }
    const blueprint = await build(entries, { journal })
    await withTarget(17, undefined, async (target) => {
      await target.migrate(entries, journal)
      expect(await target.look(blueprint, { journal })).toMatchObject({ status: 'pass', findings: [], unknowns: [] })
    })
  })
})

test('what a failed statement leaves unknown is told, and all else is compared', async () => {
  const blueprint = await build({
    '0000_a': `create table a (id int); create table b (id no_such_type); create index b_id on b (id); create table c (id int);`,
  })
  await withTarget(
    17,
    {
      '0000_a':
        'create table a (id int); create table b (id int); create index b_id on b (id); create table c (id int);',
    },
    async (target) => {
      await target.sql`drop table c`
      const look = await target.look(blueprint)
      expect(drifted(look)).toEqual(['missing table:public.c'])
      expect(look.unknowns).toMatchObject([{ key: 'drift:0000_a.sql#2', check: 'drift', subject: 'public.b' }])
      expect(look.unknowns[0]?.reason).toMatch(
        /0000_a\.sql, statement 2, line 1, fails in the replay: 42704: type "no_such_type"/,
      )
      await target.sql`drop table b`
      expect((await target.look(blueprint)).unknowns).toMatchObject([{ subject: 'public.b' }])
    },
  )
})

test('a baseline that is all comment leaves what it would have made unknown', async () => {
  const baseline = '/*\ncreate table old (id int);\n*/'
  const blueprint = await build({ '0000_pulled': baseline })
  await withTarget(17, { '0000_pulled': baseline }, async (target) => {
    await target.sql.unsafe('create table old (id int); create index on old (id); create table other (id int)')
    const look = await target.look(blueprint)
    expect(drifted(look)).toEqual(['extra table:public.other'])
    expect(look.unknowns).toMatchObject([
      { subject: 'public.old', reason: expect.stringContaining('drizzle-kit pull') },
    ])
  })
})

test('kinds that are not compared are told, never read as clean', async () => {
  const entries = {
    '0000_a':
      'create table a (id int); create conversion latin for $$UTF8$$ to $$LATIN1$$ from utf8_to_iso8859_1; select lo_create(42)',
  }
  const blueprint = await build(entries)
  await withTarget(17, entries, async (target) => {
    await target.sql`create subscription here connection 'dbname=none' publication there with (connect = false, slot_name = none)`
    const look = await target.look(blueprint)
    await target.sql`drop subscription here`
    expect(look).toMatchObject({ status: 'unknown', findings: [] })
    expect(look.unknowns.map(({ subject }) => subject)).toEqual([
      '1 × conversion in schema public',
      '1 × large object',
      '1 × subscription',
    ])
  })
})

test('an extension that the replay passed over is declared where the target has it, else unknown, once it is applied', async () => {
  const entries = {
    '0000_a': 'create table a (id int)',
    '0001_b': 'create extension if not exists none_such; create table b (id int)',
  }
  const blueprint = await build(entries)
  await withTarget(17, { '0000_a': entries['0000_a'], '0001_b': 'create table b (id int)' }, async (target) => {
    expect((await target.look(blueprint)).unknowns).toMatchObject([{ subject: 'extension none_such', check: 'drift' }])
    await target.sql`delete from drizzle.__drizzle_migrations where id = 2`
    await target.sql`drop table b`
    expect((await target.look(blueprint)).unknowns).toEqual([])
  })
})

test('only the checks that were asked for answer', async () => {
  await withTarget(17, UP_TO_POSTS, async (target) => {
    await target.sql`drop index users_email`
    const blueprint = await blueprintOf()
    const types = async (...checks: ('drift' | 'journal')[]) =>
      (await target.look(blueprint, { checks })).findings.map(({ type }) => type)
    expect(await types('drift')).toEqual(['drift.missing'])
    expect(await types('journal')).toEqual(['journal.pending'])
  })
})

test('without a blueprint nothing is compared, and that is said', async () => {
  await withTarget(17, undefined, async (target) => {
    const look = await target.look(null)
    expect(look).toMatchObject({ status: 'unknown', findings: [], blueprint: null })
    expect(look.unknowns.map(({ key }) => key)).toEqual([
      'drift:blueprint',
      'journal:blueprint',
      'migrations:blueprint',
    ])
  })
})
