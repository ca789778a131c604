import { expect, test } from 'vitest'
import { statusOf } from '../../../functions/model/run.ts'
import { exitCode } from '../../../functions/views/exit-code.ts'
import { githubText } from '../../../functions/views/formats/github.ts'
import { FleetJson, RunJson, fleetJson, findingJson, runJson } from '../../../functions/views/json.ts'
import { reportOfLook } from '../../../functions/views/report.ts'
import { sarif } from '../../../functions/views/formats/sarif.ts'
import { lookSheet } from '../../../functions/views/sheets/look.ts'
import { words } from '../../../functions/views/words.ts'
import { NOW, allSamples, clean, look, never, report, run, samples, seen, unknown } from './samples.ts'

const DEMO = { target: 'demo', environment: 'demo' }

test('JSON keeps its contract, for every type of finding', () => {
  const fleet = fleetJson([{ ...report, findings: allSamples.map(seen) }, clean, never], NOW)
  expect(FleetJson.parse(JSON.parse(JSON.stringify(fleet)))).toEqual(fleet)
  expect(RunJson.parse(runJson(run))).toEqual(runJson(run))
  expect(runJson({ ...run, finishedAt: null, ms: null }).finishedAt).toBeNull()
})

test('a finding as JSON', () => {
  expect(samples['drift.changed'].slice(0, 1).map((finding) => findingJson(seen(finding)))).toMatchInlineSnapshot(`
    [
      {
        "accepted": null,
        "check": "drift",
        "detail": {
          "blueprint": "text not null",
          "fact": "column:public.users.email",
          "follows": [],
          "key": "drift:column:public.users.email",
          "mend": [
            "alter table public.users alter column email set not null;",
          ],
          "migration": "0001_users",
          "severity": "high",
          "target": "text",
          "type": "drift.changed",
        },
        "firstSeen": "2026-02-28T10:00:00.000Z",
        "key": "drift:column:public.users.email",
        "lapsed": null,
        "lastSeen": "2026-03-01T11:57:00.000Z",
        "mend": [
          "alter table public.users alter column email set not null;",
        ],
        "resolvedAt": null,
        "severity": "high",
        "title": "Column users.email is not what 0001_users made it",
        "truth": "catalog",
        "type": "drift.changed",
        "what": "The blueprint has: text not null. The target has: text.",
        "why": "It was changed outside the migrations. Code and tests count on what the blueprint says, a new environment will have that, and Drizzle will not change it back.",
      },
    ]
  `)
})

test('SARIF', () => {
  expect(sarif(lookSheet(look, DEMO), { folder: 'supabase/demo/', version: '0.1.0' })).toMatchInlineSnapshot(`
    {
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "runs": [
        {
          "automationDetails": {
            "id": "plumbline/verify/",
          },
          "columnKind": "utf16CodeUnits",
          "invocations": [
            {
              "executionSuccessful": false,
              "toolExecutionNotifications": [
                {
                  "descriptor": {
                    "id": "drift:secrets",
                  },
                  "level": "error",
                  "message": {
                    "text": "drift: tables of the schema secrets
    permission denied for schema secrets (42501)
    grant usage on schema secrets to plumbline;",
                  },
                },
              ],
            },
          ],
          "results": [
            {
              "level": "error",
              "locations": [
                {
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "migrations:failed:0003_files:2",
                    },
                  ],
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "supabase/demo/0003_files.sql",
                    },
                    "region": {
                      "startLine": 7,
                    },
                  },
                },
              ],
              "message": {
                "text": "0003_files.sql:7 fails in the replay: column "x" does not exist (42703)
    Statement 2: create index files_x on files (x)
    The migrations cannot rebuild the database: a new environment, a preview branch or a recovery stops here. What depends on this statement is unknown to the blueprint.
    -- mend the statement, or put before it what it takes for granted; then
    npm run -s plumbline -- blueprint build",
              },
              "partialFingerprints": {
                "plumblineKey/v1": "migrations:failed:0003_files:2",
                "primaryLocationLineHash": "migrations:failed:0003_files:2",
              },
              "ruleId": "migrations.fault",
              "ruleIndex": 0,
            },
            {
              "level": "error",
              "locations": [
                {
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "drift:index:public.links_workspace_id_idx",
                    },
                  ],
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "supabase/demo/meta/_journal.json",
                    },
                    "region": {
                      "startLine": 1,
                    },
                  },
                },
              ],
              "message": {
                "text": "Index links_workspace_id_idx is missing; 0006_workspaces made it
    The blueprint has: CREATE INDEX links_workspace_id_idx ON public.links USING btree (workspace_id). The target has none.
    Queries that used it read the whole table; if it was unique, doubles can come in. The journal says that 0006_workspaces was applied, so Drizzle will not make it again.
    CREATE INDEX links_workspace_id_idx ON public.links USING btree (workspace_id);",
              },
              "partialFingerprints": {
                "plumblineKey/v1": "drift:index:public.links_workspace_id_idx",
                "primaryLocationLineHash": "drift:index:public.links_workspace_id_idx",
              },
              "ruleId": "drift.missing",
              "ruleIndex": 1,
            },
          ],
          "tool": {
            "driver": {
              "name": "Plumbline",
              "rules": [
                {
                  "fullDescription": {
                    "text": "A migration fails, or does not say what it seems to, in the replay. What is to be put right is the migration files.",
                  },
                  "help": {
                    "markdown": "A migration fails, or does not say what it seems to, in the replay. What is to be put right is the migration files.

    See <https://orm.drizzle.team/docs/drizzle-kit-migrate>",
                    "text": "A migration fails, or does not say what it seems to, in the replay. What is to be put right is the migration files.

    See https://orm.drizzle.team/docs/drizzle-kit-migrate",
                  },
                  "helpUri": "https://orm.drizzle.team/docs/drizzle-kit-migrate",
                  "id": "migrations.fault",
                  "shortDescription": {
                    "text": "A migration fails, or does not say what it seems to, in the replay",
                  },
                },
                {
                  "fullDescription": {
                    "text": "An object that the migrations made is missing. What is to be put right is the live catalog.",
                  },
                  "help": {
                    "markdown": "An object that the migrations made is missing. What is to be put right is the live catalog.

    See <https://orm.drizzle.team/docs/migrations>",
                    "text": "An object that the migrations made is missing. What is to be put right is the live catalog.

    See https://orm.drizzle.team/docs/migrations",
                  },
                  "helpUri": "https://orm.drizzle.team/docs/migrations",
                  "id": "drift.missing",
                  "shortDescription": {
                    "text": "An object that the migrations made is missing",
                  },
                },
              ],
              "semanticVersion": "0.1.0",
            },
          },
        },
      ],
      "version": "2.1.0",
    }
  `)
})

test('SARIF has a rule for each result', () => {
  const [log] = sarif(lookSheet({ ...look, findings: allSamples, unknowns: [] }, DEMO)).runs
  const rules = log?.tool.driver.rules ?? []
  expect(log?.results.map(({ ruleIndex }) => rules[ruleIndex]?.id).toSorted()).toEqual(
    allSamples.map(({ type }) => type).toSorted(),
  )
  expect(log?.invocations[0]?.executionSuccessful).toBe(true)
})

test('what was accepted is suppressed in SARIF, and no workflow command', () => {
  const [first, second] = look.findings
  const acceptance = { who: 'ana', reason: 'why', at: NOW, until: null }
  const accepted = new Map([[first?.key ?? '', acceptance]])
  const [log] = sarif(lookSheet(look, { ...DEMO, accepted })).runs
  expect(log?.results.map(({ suppressions }) => suppressions)).toEqual([
    [{ kind: 'external', status: 'accepted', justification: 'accepted by ana until it is withdrawn: why' }],
    [],
  ])
  expect(sarif(lookSheet(look, DEMO)).runs[0]?.results.every((result) => !('suppressions' in result))).toBe(true)
  const text = githubText(lookSheet(look, { ...DEMO, accepted }))
  expect(text).not.toContain('0003_files')
  expect(text).toContain(words(second as never).title)
  expect(text).toContain('::error title=Unknown')
})

test('workflow commands', () => {
  expect(githubText(lookSheet(look, DEMO), { folder: 'supabase/demo' })).toMatchInlineSnapshot(`
    "::error file=supabase/demo/0003_files.sql,line=7,title=0003_files.sql%3A7 fails in the replay%3A column "x" does not exist (42703)::Statement 2: create index files_x on files (x)%0AThe migrations cannot rebuild the database: a new environment, a preview branch or a recovery stops here. What depends on this statement is unknown to the blueprint.%0A-- mend the statement, or put before it what it takes for granted; then%0Anpm run -s plumbline -- blueprint build
    ::error title=Index links_workspace_id_idx is missing; 0006_workspaces made it::The blueprint has: CREATE INDEX links_workspace_id_idx ON public.links USING btree (workspace_id). The target has none.%0AQueries that used it read the whole table; if it was unique, doubles can come in. The journal says that 0006_workspaces was applied, so Drizzle will not make it again.%0ACREATE INDEX links_workspace_id_idx ON public.links USING btree (workspace_id);
    ::error title=Unknown%3A drift%3A tables of the schema secrets::permission denied for schema secrets (42501)%0Agrant usage on schema secrets to plumbline;
    "
  `)
})

test('a workflow command is one line whatever a name holds, and nothing in it ends a property', () => {
  const [missing] = samples['drift.missing']
  const findings = missing ? [{ ...missing, fact: 'table:public."a\r\n::error::,%"' }] : []
  const text = githubText(lookSheet({ ...look, findings, unknowns: [] }, DEMO))
  expect(text.split('\n')).toHaveLength(2)
  expect(text).toContain('title=Table "a%0D%0A%3A%3Aerror%3A%3A%2C%25" is missing; 0006_workspaces made it::')
})

test.each([
  ['clean', [], [], 0],
  ['only what is told for information', ['info'], [], 0],
  ['warnings', ['low', 'medium'], [], 1],
  ['findings', ['low', 'high'], [], 2],
  ['something could not be looked at', ['low'], [unknown], 3],
  ['findings outrank unknowns', ['critical'], [unknown], 2],
] as const)('exit code: %s', (_, severities, unknowns, code) => {
  const findings = severities.map((severity) => ({ severity }))
  expect(exitCode({ status: statusOf(findings, unknowns) })).toBe(code)
})

test('a look as a report: most severe first, seen now', () => {
  const { findings } = reportOfLook(
    { ...look, findings: allSamples },
    { target: 'local', environment: 'local', now: NOW },
  )
  expect(findings.at(0)?.finding.severity).toBe('critical')
  expect(findings.at(-1)?.finding.severity).toBe('info')
  expect(findings.every(({ firstSeen, resolvedAt }) => firstSeen === NOW && resolvedAt === null)).toBe(true)
})
