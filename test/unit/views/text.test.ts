import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { age } from '../../../functions/views/age.ts'
import { fleetText, findingText, runsText, targetText } from '../../../functions/views/text.ts'
import { columnsOf, wrap } from '../../../functions/views/text/lines.ts'
import { table } from '../../../functions/views/text/table.ts'
import { NOW, allSamples, clean, never, report, run, samples, seen } from './samples.ts'

const options = { now: NOW, width: 80, color: false, origin: 'http://localhost:8787' }

test('the fleet', () => {
  expect(fleetText([report, clean, never], options)).toMatchInlineSnapshot(`
    "STATUS   TARGET   ENV         FINDINGS               UNKNOWN  LOOKED     JOURNAL  RESTORE
    FAIL     demo     production  1 critical, 2 high +1        1  3 min ago  9/10     3 d ago
    UNKNOWN  preview  production  ?                            0  never yet  ?        never
    PASS     staging  production  none                         0  3 min ago  9/10     never

    One target: curl http://localhost:8787/TARGET
    "
  `)
  expect(fleetText([], options)).toMatch(/No target is configured/)
})

test('a target with findings and an unknown', () => {
  expect(targetText(report, options)).toMatchInlineSnapshot(`
    "FAIL      demo · production · looked 3 min ago
              findings: 1 critical, 2 high, 1 info · 1 unknown
              journal at 0008_files, 9 of 10 applied
              blueprint 3f2a91c (a1b2c3d4e5f6) · last proven restore: 3 d ago
              PostgreSQL 17.9 · tick run, 213 ms

    critical  Column links.workspace_id is already there; 0009_subscriptions will
              try to make it and fail (42701)
              drift:column:public.links.workspace_id · since 1 d ago
                -- either undo it (the data in it is lost) and let
                -- 0009_subscriptions do it:
                alter table public.links drop column workspace_id;
                -- or keep it, and where 0009_subscriptions was applied nowhere yet,
                -- write IF NOT EXISTS into its statement

    high      Journal row 10 (hash a1b2c3d4e5f6…) belongs to no migration file
              journal:unknown-row:a1b2c3d4e5f6 · since 1 d ago
                -- find the commit that had it, and bring its file back into the
                -- folder:
                git log --all --oneline -S'1772366400000' -- '*_journal.json'
                -- or, if nothing that it did is to stay in the database, undo that
                -- and then delete the row:
                delete from drizzle.__drizzle_migrations where id = 10 and hash = 'a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718';

    high      Index links_workspace_id_idx is missing; 0006_workspaces made it
              drift:index:public.links_workspace_id_idx · since 1 d ago
                CREATE INDEX links_workspace_id_idx ON public.links USING btree (workspace_id);

    info      1 migration is pending: 0009_subscriptions
              journal:pending · since 1 d ago

    unknown   drift: tables of the schema secrets: permission denied for schema
              secrets (42501)
                grant usage on schema secrets to plumbline;

    What a finding means: curl http://localhost:8787/demo/findings/drift:column:public.links.workspace_id
    "
  `)
})

test('what was accepted is told last, what no longer is beside its finding, and who pinned the target', () => {
  const acceptance = { who: 'ana\u001b[31m', reason: 'comes back', at: NOW - 60_000, until: NOW + 86_400_000 }
  const [first, second] = [samples['drift.missing'], samples['drift.changed']].flatMap((all) =>
    all.slice(0, 1).map(seen),
  )
  if (first === undefined || second === undefined) throw new Error('no samples')
  const lapsed = { ...second, lapsed: { ...acceptance, why: 'changed' as const } }
  const pin = { hash: 'ab', who: 'bea', reason: 'why', at: NOW - 3_600_000, facts: 3 }
  const decided = { ...clean, status: 'fail' as const, pin, findings: [lapsed, { ...first, accepted: acceptance }] }
  expect(targetText(decided, { ...options, width: 70 })).toMatchInlineSnapshot(`
    "FAIL      staging · production · looked 3 min ago · findings: 1 high
              1 accepted
              journal at 0008_files, 9 of 10 applied
              blueprint 3f2a91c (a1b2c3d4e5f6) · pinned 1 h ago by bea
              no restore was ever proven · PostgreSQL 17.9
              tick run, 213 ms

    high      Column users.email is not what 0001_users made it
              drift:column:public.users.email · since 1 d ago
              accepted by ana�[31m on 2026-03-01 11:59:00 UTC in another
              state, which does not hold for this one: comes back
                alter table public.users alter column email set not null;

    accepted  high: Index links_workspace_id_idx is missing;
              0006_workspaces made it
              drift:index:public.links_workspace_id_idx · since 1 d ago
              accepted by ana�[31m until 2026-03-02 12:00:00 UTC: comes
              back

    What a finding means: curl http://localhost:8787/staging/findings/drift:column:public.users.email
    "
  `)
})

test('a clean target', () => {
  expect(targetText(clean, options)).toMatchInlineSnapshot(`
    "PASS      staging · production · looked 3 min ago · findings: none
              journal at 0008_files, 9 of 10 applied
              blueprint 3f2a91c (a1b2c3d4e5f6) · no restore was ever proven
              PostgreSQL 17.9 · tick run, 213 ms

              Everything was looked at, and nothing was found.
    "
  `)
})

test('a target that was never looked at is not called clean', () => {
  expect(targetText(never, options)).toMatchInlineSnapshot(`
    "UNKNOWN   preview · production · never looked at yet
              no restore was ever proven

              No run has ended yet: nothing is known of this target.
    "
  `)
})

test('a finding in full', () => {
  const [missing] = samples['drift.missing'].map(seen)
  expect(missing && findingText(missing, options)).toMatchInlineSnapshot(`
    "high      Index links_workspace_id_idx is missing; 0006_workspaces made it

    key       drift:index:public.links_workspace_id_idx
    since     2026-02-28 10:00:00 UTC (1 d ago)
    seen      2026-03-01 11:57:00 UTC (3 min ago)
    wrong     the live catalog
    migration 0006_workspaces

    what      The blueprint has: CREATE INDEX links_workspace_id_idx ON public.links
              USING btree (workspace_id). The target has none.

    why       Queries that used it read the whole table; if it was unique, doubles
              can come in. The journal says that 0006_workspaces was applied, so
              Drizzle will not make it again.

    mend      CREATE INDEX links_workspace_id_idx ON public.links USING btree (workspace_id);
    "
  `)
})

test('a finding that was mended', () => {
  const [row] = samples['journal.unknown-row'].map(seen)
  expect(row && findingText({ ...row, resolvedAt: NOW - 1000 }, options)).toMatch(/resolved {2}2026-03-01 11:59:59 UTC/)
})

test('runs', () => {
  const running = { ...run, id: 'demo.daily.2', suite: 'daily' as const, finishedAt: null, ms: null }
  expect(runsText([running, run], options)).toMatchInlineSnapshot(`
    "STATUS   STARTED    TARGET  SUITE  TRIGGER  FINDINGS  UNKNOWN    TOOK  RUN
    RUNNING  4 min ago  demo    daily  cron                                demo.daily.2
    FAIL     4 min ago  demo    tick   cron            4        1  213 ms  demo.tick.1
    "
  `)
  expect(runsText([], options)).toBe('No run has started yet.\n')
})

test('colours come only where they are asked for, and change no text', () => {
  const everything = { ...report, findings: allSamples.map(seen) }
  const plain = targetText(everything, options)
  const painted = targetText(everything, { ...options, color: true })
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')
  expect(plain).not.toMatch(escapes)
  expect(painted).toMatch(escapes)
  expect(painted.replaceAll(escapes, '')).toBe(plain)
})

test('no name in a database can reach the terminal as a control sequence', () => {
  const evil = 'table:public."\u{1B}[2J\u{7}\u{202E}"'
  const findings = samples['drift.missing']
    .map((finding) => ({
      ...finding,
      key: evil,
      fact: evil,
      blueprint: evil,
      migration: evil,
      follows: [evil],
      mend: [evil],
    }))
    .map(seen)
  const text = [targetText({ ...report, findings }, options), ...findings.map((one) => findingText(one, options))].join(
    '',
  )
  expect([...text].filter((c) => /[^\P{Cc}\n]|\u{202E}/u.test(c))).toEqual([])
})

test('a wide character takes two columns, and one that combines none', () => {
  const rows = ['注文', 'cafe\u0301', 'ab🧨', 'abcd'].map((text) => [{ text }, { text: '1' }])
  expect(table([{ heading: 'NAME' }, { heading: 'N', right: true }], rows)).toEqual([
    'NAME  N',
    '注文  1',
    'cafe\u0301  1',
    'ab🧨  1',
    'abcd  1',
  ])
  expect(wrap('注文 注文 注文', 9)).toEqual(['注文 注文', '注文'])
})

test('wrapping loses no word and keeps to the width where words do', () => {
  const words = fc.array(fc.stringMatching(/^[a-z注]{1,6}$/), { minLength: 1 })
  fc.assert(
    fc.property(words, fc.integer({ min: 12, max: 80 }), (words, width) => {
      const lines = wrap(words.join(' '), width)
      expect(lines.join(' ').split(' ')).toEqual(words)
      expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(width)
    }),
  )
})

test.each([
  [0, 'just now'],
  [-1000, '1 s ago'],
  [-59_999, '59 s ago'],
  [-180_000, '3 min ago'],
  [-7_200_000, '2 h ago'],
  [-172_800_000, '2 d ago'],
  [300_000, 'in 5 min'],
])('%i ms from now is %s', (distance, told) => {
  expect(age(NOW + distance, NOW)).toBe(told)
})
