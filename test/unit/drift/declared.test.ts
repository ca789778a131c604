import { describe, expect, test } from 'vitest'
import { declaredGroups, judgeDeclared } from '../../../functions/drift/declared.ts'
import { inForce, type Declaration } from '../../../functions/model/declared.ts'
import type { Fact } from '../../../functions/model/fact.ts'

const TABLE = 'table:public.users'
const ANON = `privilege:${TABLE}/anon`
const migrations = [{ tag: '0000_a' }, { tag: '0001_b' }]
const fact = (key: string, value: string): Fact => ({ key, parent: null, value })
const owner = fact(`owner:${TABLE}`, 'postgres')

const life = { schema: 'public', by: 0, since: 0, until: null }
const says = (
  key: string,
  holds: string[],
  lacks: string[] = [],
  more: Partial<Pick<Declaration, 'schema' | 'by' | 'since' | 'until'>> = {},
): Declaration => ({
  ...life,
  parent: key.startsWith('privilege:') ? `owner:${TABLE}` : null,
  says: 'words',
  fact: key,
  holds,
  lacks,
  ...more,
})
const is = (key: string, value: string | null): Declaration => ({
  says: 'value',
  fact: key,
  ...life,
  parent: null,
  value,
})

const judge = (declared: Declaration[], live: Fact[], applied = [true, true]) =>
  judgeDeclared({ declared, migrations, applied }, live).map(
    ({ severity, migration, missing, extra, mend }) =>
      `${severity} ${migration} -${missing.join()} +${extra.join()} | ${mend.join(' ')}`,
  )

describe('what a migration declares', () => {
  const cases: [string, Declaration[], Fact[], string[], boolean[]?][] = [
    ['is held', [says(ANON, ['SELECT'])], [owner, fact(ANON, 'SELECT, UPDATE')], []],
    ['is held by ALL', [says(ANON, ['SELECT', 'DELETE'])], [owner, fact(ANON, 'ALL')], []],
    ['is held, whoever granted it', [says(ANON, ['SELECT'])], [owner, fact(ANON, 'SELECT (by lead)')], []],
    ['is held by its owner without a word', [says(`privilege:${TABLE}/postgres`, ['SELECT'])], [owner], []],
    [
      'is missing',
      [says(ANON, ['SELECT', 'UPDATE'])],
      [owner, fact(ANON, 'UPDATE')],
      ['high 0000_a -SELECT + | grant SELECT on table public.users to anon;'],
    ],
    [
      'is missing as a whole',
      [says(ANON, ['SELECT'])],
      [owner],
      ['high 0000_a -SELECT + | grant SELECT on table public.users to anon;'],
    ],
    ['is gone with its object', [says(ANON, ['SELECT'])], [], []],
    [
      'is not revoked any more',
      [says(ANON, [], ['SELECT', 'UPDATE'])],
      [owner, fact(ANON, 'SELECT')],
      ['critical 0000_a - +SELECT | revoke SELECT on table public.users from anon;'],
    ],
    ['is revoked', [says(ANON, [], ['SELECT'])], [owner, fact(ANON, 'UPDATE')], []],
    [
      'lacks its grant option',
      [says(ANON, ['SELECT', 'SELECT with grant option'])],
      [owner, fact(ANON, 'SELECT')],
      ['high 0000_a -SELECT with grant option + | grant SELECT on table public.users to anon with grant option;'],
    ],
    [
      'says two things of one fact',
      [says(ANON, ['SELECT']), says(ANON, [], ['DELETE'], { by: 1, since: 1 })],
      [owner, fact(ANON, 'DELETE')],
      [
        'critical 0001_b -SELECT +DELETE | revoke DELETE on table public.users from anon; grant SELECT on table public.users to anon;',
      ],
    ],
    ['is not applied', [says(ANON, ['SELECT'], [], { by: 1, since: 1 })], [owner], [], [true, false]],
    [
      'was ended by what is not applied',
      [says(ANON, ['SELECT'], [], { until: 1 })],
      [owner],
      ['high 0000_a -SELECT + | grant SELECT on table public.users to anon;'],
      [true, false],
    ],
    ['was ended', [says(ANON, ['SELECT'], [], { until: 1 })], [owner], []],
  ]

  test.each(
    cases.map(
      ([name, declared, live, wanted, applied = [true, true]]) => [name, declared, live, wanted, applied] as const,
    ),
  )('%s', (_, declared, live, wanted, applied) => {
    expect(judge(declared, live, applied)).toEqual(wanted)
  })

  test.each([
    [
      'another owner',
      [is(`owner:${TABLE}`, 'app')],
      [owner],
      ['high 0000_a - + | alter table public.users owner to app;'],
    ],
    ['the owner', [is(`owner:${TABLE}`, 'postgres')], [owner], []],
    ['the owner of what is not there', [is('owner:table:public.gone', 'postgres')], [owner], []],
    [
      'a setting',
      [is('setting:role/anon/work_mem', '1MB')],
      [],
      [`medium 0000_a - + | alter role anon set work_mem to '1MB';`],
    ],
    [
      'a setting that was reset',
      [is('setting:role/anon/work_mem', null)],
      [fact('setting:role/anon/work_mem', '1MB')],
      ['medium 0000_a - + | alter role anon reset work_mem;'],
    ],
    [
      'a role that gained',
      [says('role:app', ['login'], ['bypassrls'])],
      [fact('role:app', 'login, inherit, bypassrls')],
      ['critical 0000_a - +bypassrls | alter role app nobypassrls;'],
    ],
    ['a role that nothing concerns', [says('role:app', ['login'])], [], []],
    [
      'a membership',
      [says('member:lead/app', ['set true', 'admin true'])],
      [],
      ['medium 0000_a -set true,admin true + | grant lead to app with admin option;'],
    ],
    [
      'a membership that is no more to be',
      [says('member:lead/app', [], ['set true'])],
      [fact('member:lead/app', 'admin false, inherit true, set true')],
      ['high 0000_a - +set true | revoke lead from app;'],
    ],
    [
      'defaults that are open again',
      [says('default_privilege:postgres/functions/public', [], ['EXECUTE'])],
      [],
      [
        'critical 0000_a - +EXECUTE | alter default privileges for role postgres revoke EXECUTE on functions from public;',
      ],
    ],
    [
      'defaults that are not',
      [says('default_privilege:postgres/functions/public', [], ['EXECUTE'])],
      [fact('default_privilege:postgres/functions/public', 'none')],
      [],
    ],
  ] satisfies [string, Declaration[], Fact[], string[]][])('%s', (_, declared, live, wanted) => {
    expect(judge(declared, live)).toEqual(wanted)
  })
})

test('the groups that are read are those that something in force speaks of, with their owners', () => {
  const declared = [
    says(ANON, ['SELECT']),
    says('role:app', ['login'], [], { schema: '' }),
    says('member:a/b', ['set true'], [], { by: 1, since: 1, schema: '' }),
  ]
  expect(declaredGroups(declared, [true, false])).toEqual([
    { kind: 'privilege', schema: 'public' },
    { kind: 'owner', schema: 'public' },
    { kind: 'role', schema: '' },
  ])
  expect(inForce(declared, [false, false])).toEqual([])
})
