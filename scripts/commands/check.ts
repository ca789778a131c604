import { judgeFolder } from '../../functions/journal/folder.ts'
import { judgeSupabaseFolder } from '../../functions/journal/supabase/judge.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { statusOf, type Look } from '../../functions/model/run.ts'
import { judgeSnapshots } from '../../functions/snapshots/judge.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { lookFormatArgs, printLook } from './support/look-output.ts'
import { journalArgs, platformArgs, replayArgs } from './support/options.ts'
import { took } from './support/progress.ts'
import { blueprintFrom } from './support/source.ts'
import { isClean, summaryText } from './support/summary.ts'
import { textOptions } from './support/terminal.ts'

/** `plumbline check`: the folder alone, without a database. */
export const check = command({
  invocation: `${PLUMBLINE} check`,
  description: 'Replays migrations and looks at their folder: exit code 0 clean, 1 faults told, 2 cannot be replayed',
  examples: ['--migrations ./drizzle', '--format github'],
  args: { ...replayArgs, ...platformArgs, ...journalArgs, ...lookFormatArgs },
  async run(args) {
    const started = performance.now()
    const { blueprint, folder } = await blueprintFrom(args, async () => args.platform)
    await printLook(lookOf(blueprint, started), args, {
      target: 'migrations',
      environment: folder ?? '',
      folder,
      tool: 'check',
      text: () => summaryText(blueprint, [`checked in ${took(started)}`], textOptions()),
    })
    return isClean(blueprint) ? 0 : 1
  },
})

/** What is to be said of the folder, in the shape that all views take. */
function lookOf({ content, hash, tag }: Blueprint, started: number): Look {
  const snapshots = judgeSnapshots(content)
  const findings = [...judgeFolder(content).findings, ...snapshots.findings, ...judgeSupabaseFolder(content.supabase)]
  const stubbed = content.stubs.map(({ extension, migration, reason }) => ({
    key: `migrations:extension:${extension}`,
    check: 'migrations' as const,
    subject: `extension ${extension}`,
    reason: `${migration} creates it, but ${reason}`,
    mend: 'replay on a PostgreSQL that has it: --shadow-url',
  }))
  const unknowns = [...stubbed, ...snapshots.unknowns]
  return {
    checks: ['migrations', 'snapshots', ...(content.supabase === undefined ? [] : ['supabase' as const])],
    status: statusOf(findings, unknowns),
    findings,
    unknowns,
    position: null,
    blueprint: { hash, tag },
    postgres: null,
    figures: { ms: Math.round(performance.now() - started), roundTrips: 0, bytes: 0 },
  }
}
