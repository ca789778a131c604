import { readMigrations } from '../blueprint/folder.ts'
import type { MigrationFile } from '../blueprint/migration-file.ts'
import { readCatalog } from '../catalog.ts'
import { UserError } from '../errors.ts'
import { downOf, type Down } from '../rehearse/down.ts'
import { isWay } from '../rehearse/prove.ts'
import { provenText, remark, stepsText } from '../rehearse/sql-text.ts'
import { quoted } from '../../functions/collect/catalog.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { connectionString, journalArgs, journalTable, platformArgs, replayArgs } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { notFoundText } from './support/way-output.ts'
import { printAs } from './support/terminal.ts'

/** `plumbline down`: prints SQL that undoes migrations, proven by replay. */
export const down = command({
  invocation: `${PLUMBLINE} down`,
  description:
    'Prints SQL that undoes a migration, or the last ones, proven by replay; never applies it: exit code 0 found, 1 not found',
  examples: ['0009_subscriptions --migrations ./drizzle', '--last 2'],
  args: {
    migration: { type: 'positional', required: false, description: 'Tag of the migration to undo' },
    last: { type: 'string', valueHint: 'n', description: 'Undo this many migrations, from the newest on' },
    migrations: replayArgs.migrations,
    'shadow-url': replayArgs['shadow-url'],
    ...platformArgs,
    ...journalArgs,
    ...reportFormatArgs,
  },
  async run(args) {
    const folder = await readMigrations(args.migrations ?? './drizzle')
    const { last, count } = chosen(folder.files, args.migration, args.last)
    const journal = journalTable(args)
    const shadow = args['shadow-url']
    const plan = {
      platform: args.platform,
      catalog: readCatalog(),
      journal,
      ...(shadow === undefined ? {} : { shadowUrl: connectionString('--shadow-url', shadow) }),
    }
    const found = await withSpinner('looking for a way back', () => downOf(plan, folder.files, last, count))
    const rows = folder.files.slice(last - count + 1, last + 1).toReversed()
    const later = folder.files.slice(last + 1).map(({ tag }) => tag)
    printAs(args.format, found, () => downText(found, rows, later, quoted(journal)))
    return isWay(found.way) ? 0 : 1
  },
})

/** Which migrations are to be undone. @throws UserError where that is not said, or there are none such */
function chosen(
  files: readonly MigrationFile[],
  tag: string | undefined,
  last: string | undefined,
): { last: number; count: number } {
  const newest = files.at(-1)?.tag
  const mend = newest === undefined ? null : `${PLUMBLINE} down ${newest}, or ${PLUMBLINE} down --last 1`
  if ((tag === undefined) === (last === undefined))
    throw new UserError('say which migrations: a tag, or --last and a number', mend)
  if (tag === undefined) {
    const count = Number(last)
    if (Number.isInteger(count) && count > 0 && count <= files.length) return { last: files.length - 1, count }
    throw new UserError(`--last ${last} is not a number from 1 to ${files.length}`, mend)
  }
  const index = files.findIndex((file) => file.tag === tag)
  if (index === -1) throw new UserError(`there is no migration ${tag}; the last one is ${newest ?? 'none'}`, mend)
  return { last: index, count: 1 }
}

function downText(
  found: Down,
  rows: readonly Pick<MigrationFile, 'hash' | 'when'>[],
  later: readonly string[],
  journal: string,
): string {
  const { way, on, migrations, lost, data } = found
  const title = remark(
    [
      `Undoes ${migrations.join(', ')}`,
      ...(later.length > 0
        ? [`Proven right after it: ${later.join(', ')} came later, and may need what this takes away.`]
        : []),
      ...lost.map((key) => `Cannot be undone: ${key} is made again, but what it held is gone.`),
      ...data.map((what) => `Not undone: rows that ${what}`),
    ].join('\n'),
  )
  if (!isWay(way)) return `${title}\n${notFoundText(way)}`
  const journalRows = rows.flatMap(({ hash, when }) =>
    hash === null ? [] : [`delete from ${journal} where hash = '${hash}' and created_at = ${when};`],
  )
  return [
    title,
    provenText(way, on),
    `begin;\nset local lock_timeout = '2s';\n`,
    stepsText(way),
    remark('their rows in the journal, so that Drizzle would run them again'),
    ...journalRows,
    '\ncommit;',
  ].join('\n')
}
