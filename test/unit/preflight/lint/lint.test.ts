import { describe, expect, test } from 'vitest'
import type { RelationWeight } from '../../../../functions/model/weights.ts'
import { RESERVED } from '../../../../functions/model/keywords.ts'
import { linted } from './linted.ts'

const told = async (...asked: Parameters<typeof linted>) =>
  (await linted(...asked)).findings.map(({ rule, severity }) => `${severity} ${rule}`)

const TABLE = 'create table links (id bigint primary key, url text); alter table links enable row level security;'
const INDEX = "set local lock_timeout = '1s'; set local statement_timeout = '1s';\ncreate index on links (url);"

const weight = (own: Partial<RelationWeight>): RelationWeight => ({
  schema: 'public',
  name: 'links',
  rows: null,
  bytes: null,
  writesPerSecond: null,
  ...own,
})

describe('what the target holds weighs a lock', () => {
  test.each([
    ['nothing told', undefined, 'medium'],
    ['never analysed', weight({}), 'medium'],
    ['tiny', weight({ rows: 100, bytes: 8192 }), 'info'],
    ['empty, but written all the time', weight({ rows: 0, bytes: 0, writesPerSecond: 20 }), 'high'],
    ['ordinary', weight({ rows: 50_000, bytes: 30_000_000, writesPerSecond: 2 }), 'medium'],
    ['many rows', weight({ rows: 2_000_000, bytes: 90_000_000 }), 'high'],
    ['few rows, many bytes', weight({ rows: 5000, bytes: 3_000_000_000 }), 'high'],
    ['rows unknown, few bytes', weight({ bytes: 8192 }), 'info'],
  ] as const)('%s: %s', async (_, own, severity) => {
    const weights = own && new Map([['public\nlinks', own]])
    expect(await told([TABLE, INDEX], { from: 1, ...(weights && { weights }) })).toEqual([
      `${severity} index-not-concurrent`,
    ])
  })

  test('and is told in words', async () => {
    const weights = new Map([['public\nlinks', weight({ rows: 2_100_000, bytes: 471_859_200, writesPerSecond: 12.4 })]])
    const { findings } = await linted([TABLE, INDEX], { from: 1, weights })
    expect(findings[0]?.weight).toBe('about 2,100,000 rows, 450 MB, 12 writes a second')
  })

  test('what is lost is as lost on a small table', async () => {
    const weights = new Map([['public\nlinks', weight({ rows: 1, bytes: 8192 })]])
    expect(await told([TABLE, 'alter table links drop column url'], { from: 1, weights })).toContain('high drop-column')
  })
})

describe('one deploy or many', () => {
  const ADD = 'alter table links add constraint c check (url is not null) not valid;'
  const VALIDATE = 'alter table links validate constraint c;'

  test('all that is pending is one transaction', async () => {
    expect(await told([TABLE, ADD, VALIDATE], { from: 1 })).toContain('medium validate-in-same-transaction')
  })

  test('deployed one by one it is not', async () => {
    expect(await told([TABLE, ADD, VALIDATE], { from: 1, deploy: 'each' })).not.toContain(
      'medium validate-in-same-transaction',
    )
  })

  test('a table of the same deploy is empty; one of the deploy before is not', async () => {
    expect(await told([TABLE, INDEX])).toEqual([])
    expect(await told([TABLE, INDEX], { deploy: 'each' })).toEqual(['medium index-not-concurrent'])
  })
})

const file = (comment: string) =>
  `set local lock_timeout = '1s'; set local statement_timeout = '1s';\n${comment}\ncreate index on links (url);`

const judged = (comment: string) => linted([TABLE, file(comment)], { from: 1 })

describe('ignores', () => {
  test('with a reason a rule is silent, and the reason is kept', async () => {
    const report = await judged('-- plumbline: ignore index-not-concurrent because links has ten rows')
    expect(report.findings).toEqual([])
    expect(report.ignored).toEqual([
      {
        rule: 'index-not-concurrent',
        file: '0001.sql',
        line: 3,
        subject: 'links_url_idx',
        reason: 'links has ten rows',
      },
    ])
  })

  test.each([
    ['no reason', '-- plumbline: ignore index-not-concurrent', /without a reason: nothing is ignored/, true],
    ['no rule', '-- plumbline: ignore because I say so', /names no rule/, true],
    [
      'a rule that there is not',
      '-- plumbline: ignore index-not-there because x',
      /There is no rule index-not-there/,
      true,
    ],
    ['nothing to ignore', '-- plumbline: ignore drop-table because x', /drop-table has nothing to say here/, true],
    [
      'one of two used',
      '-- plumbline: ignore index-not-concurrent, drop-table because x',
      /drop-table has nothing to say/,
      false,
    ],
  ])('%s is told', async (_, comment, message, stays) => {
    const { findings } = await judged(comment)
    expect(findings.find(({ rule }) => rule === 'ignore-comment')).toMatchObject({
      line: 2,
      message: expect.stringMatching(message),
    })
    expect(findings.some(({ rule }) => rule === 'index-not-concurrent')).toBe(stays)
  })

  test('ignore-file holds for the whole file, and for no other', async () => {
    const comment = '-- plumbline: ignore-file index-not-concurrent because links is small\n'
    const { findings, ignored } = await linted(
      [TABLE, `${comment}${INDEX}\ncreate index i on links (url, id);`, INDEX],
      { from: 1 },
    )
    expect(ignored).toHaveLength(2)
    expect(findings.filter(({ rule }) => rule === 'index-not-concurrent').map(({ file }) => file)).toEqual(['0002.sql'])
  })

  test('a comment inside a string is none', async () => {
    const { findings } = await linted(
      [TABLE, `comment on table links is '\n-- plumbline: ignore drop-table because x\n';`],
      { from: 1 },
    )
    expect(findings).toEqual([])
  })
})

describe('what cannot be judged is unknown', () => {
  test('a DO block, until somebody answers for it', async () => {
    expect((await linted(["do $$ begin execute 'drop table links'; end $$;"])).unknowns).toMatchObject([
      { statement: 1, line: 1, reason: expect.stringContaining('DO block') },
    ])
    const answered = await linted(['-- plumbline: ignore opaque because it only sets a comment\ndo $$ begin end $$;'])
    expect(answered).toMatchObject({ unknowns: [], findings: [], ignored: [{ rule: 'opaque' }] })
  })

  test('what PostgreSQL cannot parse', async () => {
    const { unknowns } = await linted(['select 1;\n  alter tabel x;'])
    expect(unknowns).toMatchObject([{ statement: null, line: 2, column: 9, reason: 'syntax error at or near "tabel"' }])
  })
})

test('a place is that of the column, counted in characters', async () => {
  const { findings } = await linted([
    "create table t (\n  id bigint primary key,\n  ünï text default 'ü', price money\n);\nalter table t enable row level security;",
  ])
  expect(findings).toMatchObject([
    { rule: 'money-type', line: 3, column: 31, subject: 't.price', key: 'lint:money-type:0000:t.price' },
  ])
})

test('reserved words are lower case', () => {
  expect([...RESERVED].every((word) => word === word.toLowerCase())).toBe(true)
})
