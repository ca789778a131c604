import addFormats from 'ajv-formats'
import Ajv from 'ajv-draft-04'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LintReport } from '../../../functions/model/lint.ts'
import type { Prediction, Preflight } from '../../../functions/model/preflight.ts'
import { SHEET_FORMATS, sheetText } from '../../../functions/views/formats/formats.ts'
import { gitlab } from '../../../functions/views/formats/gitlab.ts'
import { githubText } from '../../../functions/views/formats/github.ts'
import { junit } from '../../../functions/views/formats/junit.ts'
import { markdown } from '../../../functions/views/formats/markdown.ts'
import { sarif } from '../../../functions/views/formats/sarif.ts'
import type { Sheet, SheetItem } from '../../../functions/views/formats/sheet.ts'
import { lintSheet } from '../../../functions/views/sheets/lint.ts'
import { lookSheet } from '../../../functions/views/sheets/look.ts'
import { preflightSheet } from '../../../functions/views/sheets/preflight.ts'
import schema from '../../support/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import { allSamples, look } from './samples.ts'

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats(ajv)
const isSarif = ajv.compile(schema)
const faultsIn = (log: unknown) => (isSarif(log) ? [] : (isSarif.errors ?? []))

const prediction: Prediction = {
  migration: '0009_subscriptions',
  file: '0009_subscriptions.sql',
  statement: 7,
  line: 30,
  column: 32,
  verdict: 'fails',
  sqlstate: '42701',
  message: 'column "workspace_id" of relation "files" already exists',
  detail: null,
  hint: null,
  excerpt: 'ALTER TABLE "files" ADD COLUMN "workspace_id" uuid;',
  asIfMended: false,
  cause: { by: 'target', fact: 'column:public.files.workspace_id', from: 'drift' },
  mend: ['-- either undo it:', 'alter table public.files drop column workspace_id;'],
}
const preflight: Preflight = {
  target: 'demo',
  environment: 'production',
  verdict: 'stop',
  migrations: 10,
  migrator: { role: 'postgres', by: 'journal' },
  pending: [
    {
      tag: '0008_empty',
      file: '0008_empty.sql',
      statements: 0,
      verdicts: { fails: 0, unknown: 0, data: 0, hidden: 0, ok: 0 },
    },
    {
      tag: '0009_subscriptions',
      file: '0009_subscriptions.sql',
      statements: 15,
      verdicts: { fails: 1, unknown: 1, data: 0, hidden: 0, ok: 13 },
    },
  ],
  predictions: [
    prediction,
    {
      ...prediction,
      statement: 9,
      verdict: 'unknown',
      sqlstate: null,
      message: 'what a DO block does is not simulated',
      excerpt: 'DO $$ `x` $$',
      cause: null,
    },
  ],
  postgres: 'PostgreSQL 17.9',
  lint: null,
  unweighed: null,
  probes: null,
  figures: { ms: 1, roundTrips: 4, bytes: 9, facts: 9 },
}
const report: LintReport = {
  migrations: 1,
  statements: 2,
  files: ['0001_urls.sql', '0002_more.sql'],
  findings: [
    {
      key: 'lint:set-not-null:0001_urls:links.url',
      rule: 'set-not-null',
      severity: 'medium',
      tag: '0001_urls',
      file: '0001_urls.sql',
      statement: 1,
      line: 1,
      column: 1,
      subject: 'links.url',
      message: 'SET NOT NULL of url reads all rows of links',
      why: 'Nobody reads or writes meanwhile.',
      recipe: ['alter table links add constraint c check (url is not null) not valid;'],
      weight: 'about 2,100,000 rows',
    },
  ],
  ignored: [
    { rule: 'set-not-null', file: '0001_urls.sql', line: 4, subject: 'links.owner', reason: 'the table is empty' },
  ],
  unknowns: [{ file: '0002_more.sql', statement: 1, line: 3, column: 1, reason: 'a DO block decides at run time' }],
  rules: [
    {
      id: 'set-not-null',
      title: 'All rows are read under a lock',
      severity: 'medium',
      why: 'Nobody reads or writes meanwhile.',
      lock: 'ACCESS EXCLUSIVE (nobody reads or writes), while all rows are read',
      links: ['https://www.postgresql.org/docs/current/sql-altertable.html'],
    },
  ],
}
const DEMO = { target: 'demo', environment: 'demo' }
const everyFinding = lookSheet({ ...look, findings: allSamples }, DEMO)
const sheets: Sheet[] = [
  everyFinding,
  preflightSheet(preflight),
  lintSheet(report),
  lookSheet({ ...look, findings: [], unknowns: [] }, DEMO),
]

const printsOf = (one: Preflight) =>
  sarif(preflightSheet(one)).runs[0]?.results.map(({ partialFingerprints }) => partialFingerprints)

describe('SARIF', () => {
  test.each(sheets)('holds to the schema of OASIS: $tool $status', (sheet) => {
    expect(faultsIn(sarif(sheet, { folder: 'a folder/drizzle', version: '0.1.0' }))).toEqual([])
  })

  test('the schema is in force', () => {
    const log = sarif(preflightSheet(preflight))
    expect(faultsIn({ ...log, version: '2.0' })).not.toEqual([])
    expect(faultsIn({ ...log, runs: [{ ...log.runs[0], more: 1 }] })).not.toEqual([])
  })

  test('every result has a file, a rule with help, and a fingerprint of its own that holds no line', () => {
    for (const sheet of sheets.slice(1)) {
      const [run] = sarif(sheet).runs
      const ids = run?.tool.driver.rules.map(({ id }) => id) ?? []
      for (const { ruleId, ruleIndex, locations, partialFingerprints } of run?.results ?? []) {
        expect(ids[ruleIndex]).toBe(ruleId)
        expect(locations[0]?.physicalLocation.artifactLocation.uri).not.toBe('')
        expect(partialFingerprints.primaryLocationLineHash).toBe(partialFingerprints['plumblineKey/v1'])
      }
      expect(run?.tool.driver.rules.every(({ help }) => help.text !== '' && help.markdown !== '')).toBe(true)
      const prints = run?.results.map(({ partialFingerprints }) => partialFingerprints['plumblineKey/v1'])
      expect(new Set(prints).size).toBe(prints?.length)
    }
    const moved = { ...preflight, predictions: preflight.predictions.map((one) => ({ ...one, line: one.line + 5 })) }
    expect(printsOf(moved)).toEqual(printsOf(preflight))
  })

  test('each command has a category of its own, and a run that did not see all has failed', () => {
    const runs = sheets.map((sheet) => sarif(sheet).runs[0])
    expect(runs.map((run) => run?.automationDetails.id)).toEqual([
      'plumbline/verify/',
      'plumbline/preflight/',
      'plumbline/lint/',
      'plumbline/verify/',
    ])
    expect(runs.map((run) => run?.invocations[0]?.executionSuccessful)).toEqual([false, false, false, true])
    expect(runs[2]?.results.map(({ suppressions }) => suppressions)).toEqual([
      [],
      [{ kind: 'inSource', status: 'accepted', justification: 'the table is empty' }],
    ])
  })
})

const parse = (text: string) => new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(text)

describe('JUnit', () => {
  test('failures, errors, what is skipped and what is clean', () => {
    const { testsuites } = parse(junit(preflightSheet(preflight), { folder: 'drizzle' }))
    expect(testsuites).toMatchObject({ tests: '3', failures: '1', errors: '1', skipped: '0' })
    expect(testsuites.testsuite.testcase).toMatchObject([
      { classname: 'preflight', name: '0008_empty.sql' },
      {
        classname: '0009_subscriptions.sql',
        file: 'drizzle/0009_subscriptions.sql',
        line: '30',
        failure: { type: 'preflight.fails' },
      },
      { error: { type: 'preflight.unknown' } },
    ])
    expect(parse(junit(lintSheet(report))).testsuites).toMatchObject({
      tests: '3',
      failures: '0',
      errors: '1',
      skipped: '1',
    })
  })
})

test('GitLab: the words that it knows, a path and a line each', () => {
  expect(gitlab(preflightSheet(preflight), { folder: 'drizzle' })[0]).toEqual({
    description: expect.stringContaining('42701: column "workspace_id" of relation "files" already exists\n'),
    check_name: 'preflight.fails',
    fingerprint: 'preflight:0009_subscriptions:7:42701',
    severity: 'critical',
    location: { path: 'drizzle/0009_subscriptions.sql', lines: { begin: 30 } },
  })
  expect(gitlab(lintSheet(report)).map(({ severity }) => severity)).toEqual(['major', 'critical'])
})

describe('Markdown', () => {
  test('of a preflight', () => {
    expect(markdown(preflightSheet(preflight), { folder: 'drizzle' })).toMatchInlineSnapshot(`
      "### Plumbline preflight: stop

      **demo · production · PostgreSQL 17.9** · 2 migrations are pending; Drizzle will stop in 0009\\_subscriptions.sql, line 30, and roll back all of it

      |  | where | what | way out |
      | --- | --- | --- | --- |
      | high | \`drizzle/0009_subscriptions.sql:30\` | 42701: column "workspace\\_id" of relation "files" already exists | either undo it: … |
      | unknown | \`drizzle/0009_subscriptions.sql:30\` | Cannot be foretold: what a DO block does is not simulated | either undo it: … |

      #### Pending

      | migration | statements | foretold |
      | --- | --- | --- |
      | 0008\\_empty.sql | 0 | empty |
      | 0009\\_subscriptions.sql | 15 | 1 will fail, 1 unknown, 13 fine |

      <details><summary><code>drizzle/0009_subscriptions.sql:30</code> 42701: column "workspace_id" of relation "files" already exists</summary>

      \`\`\`sql
      ALTER TABLE "files" ADD COLUMN "workspace_id" uuid;
                                     ^
      \`\`\`

      drift put it there: no applied migration makes the column files.workspace\\_id (column:public.files.workspace\\_id)

      \`\`\`sql
      -- either undo it:
      alter table public.files drop column workspace_id;
      \`\`\`

      </details>

      <details><summary><code>drizzle/0009_subscriptions.sql:30</code> Cannot be foretold: what a DO block does is not simulated</summary>

      \`\`\`sql
      DO $$ \`x\` $$
                                     ^
      \`\`\`

      \`\`\`sql
      -- either undo it:
      alter table public.files drop column workspace_id;
      \`\`\`

      </details>
      "
    `)
  })

  test('of lint: what it cannot judge first, then findings and locks', () => {
    expect(markdown(lintSheet(report), { folder: 'drizzle' })).toMatchInlineSnapshot(`
      "### Plumbline lint: unknown

      2 statements in 1 migration: 1 medium, 1 unknown

      |  | where | what | way out |
      | --- | --- | --- | --- |
      | unknown | \`drizzle/0002_more.sql:3\` | 0002\\_more.sql:3: a DO block decides at run time |  |
      | medium | \`drizzle/0001_urls.sql:1\` | SET NOT NULL of url reads all rows of links | \`alter table links add constraint c check (url is not null) not valid;\` |

      #### Locks

      | where | of | lock | the table holds |
      | --- | --- | --- | --- |
      | 0001\\_urls.sql:1 | links.url | ACCESS EXCLUSIVE (nobody reads or writes), while all rows are read | about 2,100,000 rows |

      <details><summary><code>drizzle/0001_urls.sql:1</code> SET NOT NULL of url reads all rows of links</summary>

      Nobody reads or writes meanwhile.

      \`\`\`sql
      alter table links add constraint c check (url is not null) not valid;
      \`\`\`

      </details>

      1 finding more that somebody accepted or answered for.
      "
    `)
  })

  test('what does not fit is left out, and said', () => {
    const many = Array.from({ length: 2000 }, (_, i) => ({ ...prediction, statement: i + 1 }))
    const text = markdown(preflightSheet({ ...preflight, predictions: many }))
    expect(text.length).toBeLessThan(21_000)
    expect(text).toMatch(/^… and 1950 more$/m)
    expect(text).toContain('more did not fit here')
  })
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'a\r\n::error::b',
    '</details>',
    ']]>',
    '`',
    '``` \n```',
    '| |',
    '@all',
    '<!-- x',
    '%0A',
    '\u0000\u202E',
    '\uD800',
    '\uFFFF',
  ),
)
const item: fc.Arbitrary<SheetItem> = fc.record({
  key: hostile,
  rule: fc.constant('r'),
  severity: fc.constantFrom('critical', 'high', 'medium', 'low', 'info'),
  unknown: fc.boolean(),
  label: fc.option(hostile),
  title: hostile.map((text) => `t${text}`),
  lines: fc.array(hostile, { maxLength: 2 }),
  mend: fc.array(hostile, { maxLength: 2 }),
  place: fc.option(
    fc.record({
      file: hostile,
      line: fc.option(fc.integer({ min: 1, max: 9 })),
      column: fc.option(fc.integer({ min: 1, max: 9 })),
    }),
  ),
  excerpt: fc.option(hostile),
  suppressed: fc.option(fc.record({ kind: fc.constantFrom('external', 'inSource'), reason: hostile })),
})

/** Markdown without code, where nobody is called and nothing is a tag. A line of HTML knows no code. */
const proseOf = (text: string): string =>
  text
    .replaceAll(/^<details>(.*)$/gm, (_, rest: string) => `<details>${rest.replaceAll('`', '')}`)
    .replaceAll(/(?<![`\\])(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '')

test('whatever names hold, each format stays what it is', () => {
  const rules = [{ id: 'r', title: 't', why: null, severity: null, links: [] }]
  fc.assert(
    fc.property(fc.array(item, { maxLength: 4 }), hostile, (items, text) => {
      const sheet: Sheet = {
        tool: 'verify',
        status: 'fail',
        subject: text,
        summary: text,
        looked: [text],
        rules,
        items,
        unknowns: [{ key: text, title: text, lines: [text], place: null }],
        tables: [{ heading: 'h', columns: ['c'], rows: [[text]] }],
      }
      const told = items.filter(({ suppressed }) => suppressed === null)
      expect(XMLValidator.validate(junit(sheet))).toBe(true)
      const lines = githubText(sheet).split('\n')
      expect(lines).toHaveLength(told.length + 2)
      expect(lines.slice(0, -1).every((line) => /^::(?:error|warning|notice) [^\r]*::[^\r]+$/.test(line))).toBe(true)
      expect(gitlab(sheet)).toHaveLength(told.length + 1)
      expect(faultsIn(sarif(sheet))).toEqual([])
      const prose = proseOf(markdown(sheet))
      expect(prose).not.toMatch(/@all|<!--/)
      expect(prose.match(/<details>/g)?.length).toBe(prose.match(/^<\/details>$/gm)?.length)
    }),
    { numRuns: 150 },
  )
})

test.each(SHEET_FORMATS)('%s ends with a line break', (format) => {
  expect(sheetText(preflightSheet(preflight), format)).toMatch(/\n$/)
})
