import type { LintReport } from '../../../functions/model/lint.ts'
import { lintExitCode } from '../../../functions/views/lint/order.ts'
import { lintText } from '../../../functions/views/lint/text.ts'
import { lintSheet } from '../../../functions/views/sheets/lint.ts'
import { UserError } from '../../errors.ts'
import { choice } from './options.ts'
import { outputArgs, putOut, type OutputArgs } from './output.ts'
import { textOptions } from './terminal.ts'

/** How what lint has to say is written. */
export const lintFormatArgs = {
  all: { type: 'boolean', description: 'Show findings of severity info in full, too' },
  ...outputArgs,
} as const

/** From which severity on it is a failure. */
export const failOnArgs = {
  'fail-on': choice(['high', 'critical', 'medium', 'low', 'info', 'never'], 'Exit code 2 from this severity on'),
} as const

interface Showing extends OutputArgs {
  'fail-on': Parameters<typeof lintExitCode>[1]
  all?: boolean | undefined
}

/** Writes what lint has to say of the migrations of a folder, and answers the exit code. `tool`: the command. */
export async function showLint(report: LintReport, args: Showing, dir: string, tool = 'lint'): Promise<number> {
  await putOut(args, {
    sheet: lintSheet(report, tool),
    dir,
    json: report,
    text: () => lintText(report, { ...textOptions(), all: args.all === true }),
  })
  return lintExitCode(report, args['fail-on'])
}

/** The position of a migration; 0 where none is named. @throws UserError where there is none of that name */
export function positionOf(tag: string | undefined, tags: readonly string[]): number {
  if (tag === undefined) return 0
  const position = tags.indexOf(tag)
  if (position !== -1) return position
  throw new UserError(
    `there is no migration ${tag}; the last one is ${tags.at(-1) ?? 'none'}`,
    `give one of: ${tags.slice(-3).join(', ')}`,
  )
}
