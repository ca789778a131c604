import type { JournalArgs } from '../commands/support/journal.ts'
import { liveJournal } from '../commands/support/journal.ts'
import { print } from '../commands/support/terminal.ts'
import { UserError } from '../errors.ts'
import { runScript } from './apply.ts'
import type { Prepared } from './files.ts'
import { isAsPlanned, type RowRepair } from './repair-rows.ts'
import { effectText, harmText } from './repair-text.ts'

export interface RepairArgs extends JournalArgs {
  applied?: string | undefined
  unapplied?: string | undefined
  apply?: boolean | undefined
  expect?: string | undefined
  force?: boolean | undefined
  /** Who is told; otherwise standard output. */
  say?: (text: string) => void
}

/** A file that goes with the rows: what is to change in it, in lines for people, and how to write it. */
export interface FileChange {
  path: string
  lines: readonly string[]
  prepare(): Promise<Prepared>
}

/**
 * Prints a repair, or makes it: the file lies ready before the rows change, takes its place after, and the rows are read
 * back. Answers the exit code.
 * @throws UserError where it would do harm, or the rows are not those that --expect names
 */
export async function settle(args: RepairArgs, repair: RowRepair, file: FileChange | null): Promise<number> {
  const { say = print } = args
  if (repair.changes.length === 0 && file === null) {
    say('Nothing to repair: the journal is so already.')
    return 0
  }
  const harm = harmText(repair)
  if (args.apply !== true) {
    say(planText(repair, file, harm))
    return 0
  }
  refuse(args, repair, harm)
  await make(repair, file)
  const now = await liveJournal(args)
  if (!(await isAsPlanned(repair, now.rows)))
    throw new UserError('the rows were changed again since: what is there now is not what was planned', SHOW)
  say([effectText(repair), ...(file?.lines ?? []), '', 'Done, and read back: the journal is as planned.'].join('\n'))
  return 0
}

const SHOW = 'npm run -s plumbline -- journal show'

function planText(
  { script, digest, changes, ...rest }: RowRepair,
  file: FileChange | null,
  harm: string | null,
): string {
  const rows = changes.length === 0 ? [] : ['', script]
  const files = file === null ? [] : ['', `-- in ${file.path}:`, ...file.lines.map((line) => `--   ${line}`)]
  const next =
    harm === null
      ? `-- nothing was changed; to do it: the same command with --apply --expect ${digest}`
      : `-- it would be refused: ${harm}; with --force it is done all the same`
  const effect = effectText({ script, digest, changes, ...rest }).split('\n')
  return [...effect.map((line) => `-- ${line}`), ...files, ...rows, '', next].join('\n')
}

function refuse({ force, expect }: RepairArgs, { digest }: RowRepair, harm: string | null): void {
  if (expect !== undefined && (expect.length < 8 || !digest.startsWith(expect.slice(0, digest.length)))) {
    throw new UserError(
      `the rows are not those of plan ${expect}: they are ${digest} now`,
      'plan again, without --apply',
    )
  }
  if (harm === null || force) return
  throw new UserError(
    `this would do harm: ${harm}`,
    'name those migrations, too, with a comma between; or do it all the same: --force',
  )
}

async function make({ changes, live, script }: RowRepair, file: FileChange | null): Promise<void> {
  const prepared = file === null ? null : await file.prepare()
  try {
    if (changes.length > 0) await runScript(live.url, script)
  } catch (error) {
    await prepared?.discard()
    throw error
  }
  await prepared?.commit().catch((error: unknown) => {
    throw new UserError(
      `the rows were changed, but ${file?.path} could not be put in its place: ${String(error)}`,
      `mv '${file?.path}.plumbline-${process.pid}' '${file?.path}'`,
    )
  })
}
