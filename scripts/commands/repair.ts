import { isWay } from '../rehearse/prove.ts'
import { repairOf, type Repair } from '../rehearse/repair.ts'
import { provenText, remark, stepsText } from '../rehearse/sql-text.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { choice, databaseArgs, journalArgs, replayArgs } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { notFoundText, tellUnknowns } from './support/way-output.ts'
import { catalogArgs, sceneFrom } from './support/target-args.ts'
import { printAs } from './support/terminal.ts'

/** `plumbline repair`: prints SQL that brings a target to its migrations, proven on a copy of its catalog. */
export const repair = command({
  invocation: `${PLUMBLINE} repair`,
  description:
    'Prints SQL that brings a database to its migrations, proven on a copy of its catalog; never applies it: exit code 0 found, 1 not found, 3 part could not be looked at',
  examples: [
    '--database-url postgresql://… --migrations ./drizzle > repair.sql',
    '--finding drift:index:public.users_email',
  ],
  args: {
    ...databaseArgs,
    ...catalogArgs,
    ...replayArgs,
    ...journalArgs,
    platform: choice(
      ['auto', 'supabase', 'none'],
      'Prepare the copy like a Supabase project or not; auto asks the target',
    ),
    finding: { type: 'string', valueHint: 'key', description: 'Put right this finding alone' },
    ...reportFormatArgs,
  },
  async run(args) {
    const scene = await sceneFrom(args)
    const found = await withSpinner('looking for a way', () => repairOf({ ...scene, finding: args.finding }))
    printAs(args.format, found, repairText)
    tellUnknowns(found.unknowns)
    if (!isWay(found.way)) return 1
    return found.unknowns.length > 0 ? 3 : 0
  },
})

function repairText({ way, on, position, findings }: Repair): string {
  if (findings.length === 0) return remark('Nothing has drifted: there is nothing to repair.')
  const to = position === null ? 'the state before the first migration' : position
  const title = remark(`Brings the target to ${to}: ${findings.join(', ')}`)
  if (!isWay(way)) return `${title}\n${notFoundText(way)}`
  return [title, provenText(way, on), `begin;\nset local lock_timeout = '2s';\n`, stepsText(way), '\ncommit;'].join(
    '\n',
  )
}
