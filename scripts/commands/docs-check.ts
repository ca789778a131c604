import { checkHeader, HEADER_RULE } from '../../functions/preflight/docs/check.ts'
import type { LintReport } from '../../functions/model/lint.ts'
import { readMigrations } from '../blueprint/folder.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { failOnArgs, lintFormatArgs, positionOf, showLint } from './support/lint-output.ts'
import { migrationsArgs } from './support/options.ts'

/** `plumbline docs check`: whether migrations say what they are for and how they are undone. */
export const docsCheck = command({
  invocation: `${PLUMBLINE} docs check`,
  description: 'Checks the headers of migrations: exit code 0 whole, 1 something is missing, 2 with --fail-on medium',
  examples: ['--migrations ./drizzle', '--require --from 0009_subscriptions --fail-on medium'],
  args: {
    ...migrationsArgs,
    require: {
      type: 'boolean',
      description: 'Each migration must have a header; else only those that have one are checked',
    },
    from: { type: 'string', valueHint: 'tag', description: 'Check this migration and those after it' },
    ...lintFormatArgs,
    ...failOnArgs,
  },
  async run(args) {
    const dir = args.migrations ?? './drizzle'
    const { files } = await readMigrations(dir)
    const from = positionOf(
      args.from,
      files.map(({ tag }) => tag),
    )
    const judged = files.slice(from).filter(({ text }) => text !== null)
    const findings = judged.flatMap(({ tag, file, text }) =>
      checkHeader({ tag, file, text: text ?? '' }, args.require === true),
    )
    const report: LintReport = {
      migrations: judged.length,
      statements: 0,
      files: judged.map(({ file }) => file),
      findings,
      ignored: [],
      unknowns: files
        .slice(from)
        .filter(({ text }) => text === null)
        .map(({ file }) => ({ file, statement: null, line: 1, column: 1, reason: 'the file is not there' })),
      rules: findings.length > 0 ? [HEADER_RULE] : [],
    }
    return showLint(report, args, dir, 'docs')
  },
})
