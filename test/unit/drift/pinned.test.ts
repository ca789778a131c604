import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wordsOf } from '../../../functions/drift/held.ts'
import { pinnedFindings } from '../../../functions/drift/pinned.ts'
import type { Declaration } from '../../../functions/model/declared.ts'
import type { Fact } from '../../../functions/model/fact.ts'

const fact = (line: string, parent: string | null = null): Fact => {
  const [key = '', value = ''] = line.split(' = ')
  return { key, parent, value }
}

const TABLE = 'table:public.users'
const owner = fact(`owner:${TABLE} = postgres`)
const grant = (who: string, words: string, object = TABLE, parent = `owner:${object}`) =>
  fact(`privilege:${object}/${who} = ${words}`, parent)

/** What came of a pin and a target, as `severity gained -lost`. */
const told = (pinned: Fact[], live: Fact[], declared: Declaration[] = []) =>
  pinnedFindings(pinned, live, declared).map((finding) => {
    if (finding.type !== 'drift.pinned') throw new Error(finding.type)
    const lost = finding.lost.map((word) => `-${word}`)
    return `${finding.severity} ${finding.fact} ${[...finding.gained, ...lost].join(' ')} | ${finding.mend.join(' ')}`
  })

describe('what was granted', () => {
  test.each([
    [
      'to anon',
      [],
      [grant('anon', 'SELECT')],
      [`critical privilege:${TABLE}/anon SELECT | revoke SELECT on table public.users from anon;`],
    ],
    [
      'to everybody',
      [],
      [grant('public', 'SELECT')],
      [`critical privilege:${TABLE}/public SELECT | revoke SELECT on table public.users from public;`],
    ],
    [
      'to authenticated',
      [],
      [grant('authenticated', 'SELECT')],
      [`high privilege:${TABLE}/authenticated SELECT | revoke SELECT on table public.users from authenticated;`],
    ],
    [
      'to another role',
      [],
      [grant('app', 'SELECT')],
      [`medium privilege:${TABLE}/app SELECT | revoke SELECT on table public.users from app;`],
    ],
    [
      'with grant option',
      [grant('app', 'SELECT')],
      [grant('app', 'SELECT with grant option')],
      [
        `high privilege:${TABLE}/app SELECT with grant option | revoke grant option for SELECT on table public.users from app;`,
      ],
    ],
    [
      'and something else taken',
      [grant('app', 'INSERT')],
      [grant('app', 'SELECT')],
      [
        `medium privilege:${TABLE}/app SELECT -INSERT | revoke SELECT on table public.users from app; grant INSERT on table public.users to app;`,
      ],
    ],
    [
      'by somebody else',
      [grant('app', 'SELECT')],
      [grant('app', 'SELECT, SELECT (by lead)')],
      [
        `medium privilege:${TABLE}/app SELECT (by lead) | set role lead; revoke SELECT on table public.users from app; reset role;`,
      ],
    ],
    [
      'taken from the API',
      [grant('anon', 'SELECT')],
      [],
      [`high privilege:${TABLE}/anon -SELECT | grant SELECT on table public.users to anon;`],
    ],
    [
      'taken from its owner',
      [],
      [grant('postgres', 'none')],
      [expect.stringMatching(/^medium .*-SELECT .*grant SELECT, INSERT, .* to postgres;$/)],
    ],
    ['spelled otherwise', [grant('anon', 'ALL', 'schema:app')], [grant('anon', 'CREATE, USAGE', 'schema:app')], []],
  ])('%s', (_, pinned, live, wanted) => {
    expect(told([owner, ...pinned], [owner, ...live])).toEqual(wanted)
  })

  test('on a type says little, on a table of the platform as much as on any', () => {
    const type = grant('anon', 'USAGE', 'enum:public.mood')
    expect(told([owner], [owner, type])).toEqual([
      expect.stringMatching(/^medium .* revoke USAGE on type public.mood from anon;$/),
    ])
    expect(told([], [fact('privilege:table:auth.users/anon = SELECT')])).toEqual([expect.stringMatching(/^critical /)])
  })
})

describe('what follows by itself is not told', () => {
  const inPublic = fact('default_privilege:postgres in public/tables/anon = SELECT', 'schema:public')
  const made = fact('owner:table:public.new = postgres')
  const its = (words: string) => grant('anon', words, 'table:public.new')
  const call = fact('owner:function:public.f() = postgres')
  const everybody = grant('public', 'EXECUTE', 'function:public.f()')
  const serial = grant('anon', 'USAGE', 'sequence:public.users_n_seq')
  const itsOwner = fact('owner:sequence:public.users_n_seq = postgres', `owner:${TABLE}`)

  test.each([
    ['a new table with what it gets by default', [owner, inPublic], [owner, inPublic, made, its('SELECT')], 0],
    ['a new table with less', [owner, inPublic], [owner, inPublic, made], 0],
    ['a new table with more', [owner, inPublic], [owner, inPublic, made, its('INSERT, SELECT')], 1],
    ['a new table without defaults', [owner], [owner, made, its('SELECT')], 1],
    ['a new table of somebody new', [owner], [owner, fact('owner:table:public.new = mallory')], 1],
    ['a new function that everybody may call', [owner], [owner, call, everybody], 0],
    [
      'a new function that everybody may call, though new ones are not to be',
      [owner, fact('default_privilege:postgres/functions/public = none')],
      [owner, fact('default_privilege:postgres/functions/public = none'), call, everybody],
      1,
    ],
    ['a table that was dropped', [owner, made, its('SELECT')], [owner], 0],
    ['a privilege on a table that is still there', [owner, made, its('SELECT')], [owner, made], 1],
    [
      'a sequence that came with a column',
      [owner, fact('default_privilege:postgres in public/sequences/anon = ALL', 'schema:public')],
      [owner, fact('default_privilege:postgres in public/sequences/anon = ALL', 'schema:public'), itsOwner, serial],
      0,
    ],
    ['a sequence that went with its column', [owner, itsOwner, serial], [owner], 0],
    ['what is taken on a sequence that stays', [owner, itsOwner, serial], [owner, itsOwner], 1],
    ['a role that comes into view', [owner], [owner, fact('role:app = nologin, inherit')], 0],
    ['a role that comes with powers', [owner], [owner, fact('role:app = login, inherit, bypassrls')], 1],
  ])('%s', (_, pinned, live, findings) => {
    expect(told(pinned, live)).toHaveLength(findings)
  })
})

describe('roles, owners and settings', () => {
  test.each([
    [
      'role:anon = nologin',
      'role:anon = nologin, bypassrls',
      'critical role:anon bypassrls | alter role anon nobypassrls;',
    ],
    [
      'role:app = login, createdb',
      'role:app = nologin',
      'medium role:app nologin -login -createdb | alter role app login createdb;',
    ],
    [
      'role:app = login',
      'role:app = login, connection limit 3',
      'medium role:app connection limit 3 | alter role app connection limit -1;',
    ],
    [
      'owner:view:public.v = postgres',
      'owner:view:public.v = app',
      'high owner:view:public.v app -postgres | alter view public.v owner to postgres;',
    ],
    [
      'owner:function:public.f(integer) = a',
      'owner:function:public.f(integer) = b',
      'critical owner:function:public.f(integer) b -a | alter function public.f(integer) owner to a;',
    ],
    [
      'owner:matview:public.m = postgres',
      'owner:matview:public.m = anon',
      'critical owner:matview:public.m anon -postgres | alter materialized view public.m owner to postgres;',
    ],
    [
      'setting:role/anon/work_mem = 1MB',
      'setting:role/anon/work_mem = 2MB',
      `medium setting:role/anon/work_mem 2MB -1MB | alter role anon set work_mem to '1MB';`,
    ],
    [
      'setting:database/search_path = "$user", public',
      'setting:database/search_path = app',
      `high setting:database/search_path app -"$user", public | do $do$ begin execute format('alter database %I set search_path to "$user", public', current_database()); end $do$;`,
    ],
    [
      'setting:role/authenticator/pgrst.jwt_secret = not shown: sha256 a',
      'setting:role/authenticator/pgrst.jwt_secret = not shown: sha256 b',
      'high setting:role/authenticator/pgrst.jwt_secret not shown: sha256 b -not shown: sha256 a | ',
    ],
    [
      'default_privilege:app in x/functions/anon = EXECUTE',
      'default_privilege:app in x/functions/anon = EXECUTE with grant option',
      'critical default_privilege:app in x/functions/anon EXECUTE with grant option | alter default privileges for role app in schema x revoke grant option for EXECUTE on functions from anon;',
    ],
    [
      'member:lead/app = admin false, inherit true, set true',
      'member:lead/app = admin true, inherit true, set true',
      'high member:lead/app admin true -admin false | revoke admin option for lead from app;',
    ],
  ])('%s', (pinned, live, wanted) => {
    const parent = pinned.startsWith('setting:role/') ? 'role:anon' : null
    const anon = fact('role:anon = x')
    const also = pinned.startsWith('setting:') ? [anon] : []
    expect(told([...also, fact(pinned, parent)], [...also, fact(live, parent)])).toEqual([wanted])
  })

  test.each([
    ['member:service_role/app', 'critical'],
    ['member:pg_read_all_data/app', 'critical'],
    ['member:team/anon', 'critical'],
    ['member:team/app', 'high'],
  ])('a new %s is %s', (key, wanted) => {
    expect(told([], [fact(`${key} = admin false, inherit true, set true`)])[0]).toMatch(
      new RegExp(`^${wanted} .*revoke`),
    )
  })

  test('everybody may call new functions again', () => {
    const line = fact('default_privilege:postgres/functions/public = none')
    expect(told([line], [])).toEqual([
      'critical default_privilege:postgres/functions/public EXECUTE | alter default privileges for role postgres revoke EXECUTE on functions from public;',
    ])
  })
})

describe('what a migration declares is not held against the pin', () => {
  const life = { schema: 'public', parent: null, by: 0, since: 0, until: null }
  const says = (holds: string[], lacks: string[] = []): Declaration => ({
    says: 'words',
    fact: `privilege:${TABLE}/anon`,
    ...life,
    holds,
    lacks,
  })

  test.each([
    ['granted by a migration', [], [grant('anon', 'SELECT')], [says(['SELECT'])], 0],
    ['more than was granted by it', [], [grant('anon', 'INSERT, SELECT')], [says(['SELECT'])], 1],
    ['revoked by a migration', [grant('anon', 'SELECT')], [], [says([], ['SELECT'])], 0],
    ['an owner that a migration gave', [], [], [{ says: 'value', fact: `owner:${TABLE}`, ...life, value: 'app' }], 0],
  ] satisfies [string, Fact[], Fact[], Declaration[], number][])('%s', (name, pinned, live, declared, findings) => {
    const own = name.startsWith('an owner') ? fact(`owner:${TABLE} = app`) : owner
    expect(told([owner, ...pinned], [own, ...live], declared)).toHaveLength(findings)
  })
})

const both = (pinned: Fact[], live: Fact[]) =>
  pinnedFindings(pinned, live).flatMap((one) => (one.type === 'drift.pinned' ? [one] : []))

describe('laws', () => {
  const WORDS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']
  const value = fc.subarray(WORDS, { minLength: 1 }).map((words) => words.toSorted().join(', '))
  const facts = fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom('anon', 'app', '"my role"', 'public'),
        fc.constantFrom('table:public.a', 'table:public.b'),
        value,
      ),
      {
        selector: ([who, object]) => `${who}${object}`,
      },
    )
    .map((grants) => [
      fact('owner:table:public.a = x'),
      fact('owner:table:public.b = x'),
      ...grants.map(([who, object, words]) => grant(who, words, object)),
    ])

  test('what is approved is never told', () => {
    fc.assert(
      fc.property(facts, (all) => {
        expect(pinnedFindings(all, all.toReversed())).toEqual([])
      }),
    )
  })

  test('what is told one way is told the other way round', () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        const [there, back] = [both(a, b), both(b, a)]
        const turned = back.map(({ fact: key, gained, lost }) => [key, lost, gained])
        expect(there.map(({ fact: key, gained, lost }) => [key, gained, lost]).toSorted()).toEqual(turned.toSorted())
      }),
    )
  })

  test('ALL is all of them', () => {
    expect(wordsOf('privilege:table:public.a/anon', 'ALL')).toEqual(new Set(WORDS))
    expect([...wordsOf('privilege:table:public.a/"x, y"', 'SELECT (by "a, b"), UPDATE')]).toEqual([
      'SELECT (by "a, b")',
      'UPDATE',
    ])
  })
})
