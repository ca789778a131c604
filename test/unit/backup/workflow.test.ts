import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { backup } from '../../../scripts/commands/backup.ts'
import { backupVerify } from '../../../scripts/commands/backup-verify.ts'

const Workflow = z.object({
  'run-name': z.string(),
  on: z.object({
    workflow_dispatch: z.object({ inputs: z.record(z.string(), z.object({ description: z.string() })) }),
    schedule: z.array(z.object({ cron: z.string() })),
  }),
  permissions: z.object({ contents: z.literal('read') }),
  jobs: z.object({
    backup: z.object({
      'timeout-minutes': z.number(),
      env: z.record(z.string(), z.string()),
      steps: z.array(z.object({ run: z.string().optional(), uses: z.string().optional() })),
    }),
  }),
})

const text = readFileSync(new URL('../../../docs/logical-backup.md', import.meta.url), 'utf8')
const yaml = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? ''

test('the workflow in docs/logical-backup.md is one that can be dispatched, with commands that there are', () => {
  const workflow = Workflow.parse(parse(yaml))
  expect(Object.keys(workflow.on.workflow_dispatch.inputs)).toEqual(['target', 'key', 'verify'])
  // By it the Worker finds a run whose dispatch it does not know of.
  expect(workflow['run-name']).toContain('inputs.key')
  const { env, steps } = workflow.jobs.backup
  const runs = steps.flatMap(({ run }) => run ?? []).join('\n')
  const commands = [...runs.matchAll(/plumbline -- (backup(?: verify)?) (.*)/g)]
  expect(commands.map(([, name]) => name)).toEqual(['backup', 'backup verify'])
  for (const [, name, options = ''] of commands) {
    const known = Object.keys((name === 'backup' ? backup : backupVerify).args)
    const used = [...options.matchAll(/--([\w-]+)/g)].map(([, option]) => option)
    expect(used.filter((option) => !known.includes(option ?? ''))).toEqual([])
  }
  for (const [, variable = ''] of runs.matchAll(/"\$(\w+)"/g)) expect(Object.keys(env)).toContain(variable)
  // No secret in a command line, where the process list shows it.
  expect(commands.map(([line]) => line).join('\n')).not.toContain('secrets.')
})
