import { expect, test } from 'vitest'
import type { PendingMigration, Prediction } from '../../../functions/model/preflight.ts'
import type { Probe, ProbeResult } from '../../../functions/model/probe.ts'
import { withAnswers } from '../../../functions/preflight/probe/answers.ts'

const probe = (tag: string, statement: number): Probe => ({
  key: `probe:not-null:${tag}:${statement}`,
  kind: 'not-null',
  tag,
  file: `${tag}.sql`,
  statement,
  line: statement,
  column: 1,
  relation: 'public.links',
  what: 'rows of public.links whose url is null',
  sqlstate: '23502',
  count: 'select 1',
  sample: null,
  throws: false,
  reads: {},
  calls: [],
  changedBefore: null,
  refused: null,
  find: 'select * from public.links where url is null;',
  mends: [{ title: 'let them go', sql: 'delete from public.links where url is null;' }],
})
const holds = (tag: string, statement: number): ProbeResult => ({ state: 'holds', probe: probe(tag, statement) })
const fails = (tag: string, statement: number, rows: number | null = 3): ProbeResult => ({
  state: 'fails',
  probe: probe(tag, statement),
  rows,
  sample: [{ id: '7' }],
})
const unknown = (tag: string, statement: number): ProbeResult => ({
  state: 'unknown',
  probe: probe(tag, statement),
  reason: 'plumbline may not read public.links',
  mend: 'grant select (url) on public.links to plumbline;',
})
const foretold = (statement: number, verdict: Prediction['verdict'], migration = '0001'): Prediction => ({
  migration,
  file: `${migration}.sql`,
  statement,
  line: statement,
  column: 1,
  verdict,
  sqlstate: verdict === 'fails' ? '42P01' : null,
  message: 'm',
  detail: null,
  hint: null,
  excerpt: '',
  asIfMended: false,
  cause: null,
  mend: [],
})
const pending = (verdicts: Partial<PendingMigration['verdicts']>, tag = '0001'): PendingMigration => ({
  tag,
  file: `${tag}.sql`,
  statements: 3,
  verdicts: { fails: 0, unknown: 0, data: 0, hidden: 0, ok: 0, ...verdicts },
})
const lineOf = (tag: string, line: number) => `${tag} line ${line}`

test.each<[string, Prediction[], ProbeResult[], unknown[]]>([
  ['no probe: the data still decides', [foretold(1, 'data')], [], [{ verdict: 'data' }]],
  ['all hold: nothing to say', [foretold(1, 'data')], [holds('0001', 1), holds('0001', 1)], []],
  [
    'one fails',
    [foretold(1, 'data')],
    [holds('0001', 1), fails('0001', 1)],
    [
      {
        verdict: 'fails',
        sqlstate: '23502',
        message: 'the rows refuse it: 3 rows of public.links whose url is null',
        detail: 'for example id 7',
      },
    ],
  ],
  [
    'one is unknown',
    [foretold(1, 'data')],
    [holds('0001', 1), unknown('0001', 1)],
    [{ verdict: 'unknown', mend: ['grant select (url) on public.links to plumbline;'] }],
  ],
  [
    'a failure outranks what is unknown',
    [foretold(1, 'data')],
    [unknown('0001', 1), fails('0001', 1, null)],
    [{ verdict: 'fails', message: expect.stringMatching(/there are rows of/) }],
  ],
  ['another statement’s probe', [foretold(1, 'data')], [holds('0001', 2)], [{ verdict: 'data' }]],
  ['another migration’s probe', [foretold(1, 'data')], [holds('0002', 1)], [{ verdict: 'data' }]],
  [
    'what fails by the catalog stays so',
    [foretold(1, 'fails')],
    [fails('0001', 1)],
    [{ verdict: 'fails', sqlstate: '42P01' }],
  ],
  ['what is not simulated stays unknown', [foretold(1, 'unknown')], [holds('0001', 1)], [{ verdict: 'unknown' }]],
  ['what was fine is refuted', [], [fails('0001', 2)], [{ verdict: 'fails', statement: 2, excerpt: '0001 line 2' }]],
])('%s', (_, predictions, results, expected) => {
  expect(withAnswers({ pending: [pending({ ok: 3 })], predictions }, results, lineOf).predictions).toMatchObject(
    expected,
  )
})

test('verdicts are counted anew, and what follows the first failure is told as if that were mended', () => {
  const before = {
    pending: [pending({ data: 2, ok: 1 }), pending({ hidden: 1, ok: 2 }, '0002')],
    predictions: [foretold(1, 'data'), foretold(2, 'data'), foretold(1, 'hidden', '0002')],
  }
  const after = withAnswers(before, [fails('0001', 1), holds('0001', 2)], lineOf)
  expect(after.pending.map(({ verdicts }) => verdicts)).toEqual([
    { fails: 1, unknown: 0, data: 0, hidden: 0, ok: 2 },
    { fails: 0, unknown: 0, data: 0, hidden: 1, ok: 2 },
  ])
  expect(after.predictions.map(({ migration, asIfMended }) => [migration, asIfMended])).toEqual([
    ['0001', false],
    ['0002', true],
  ])
})
