import type { MigrationTime } from '../../functions/model/migration-times.ts'
import { noteMigrationTimes } from '../client.ts'
import { targetName, workerUrl } from '../commands/support/options.ts'
import { print } from '../commands/support/terminal.ts'
import { tokenFrom } from '../commands/support/token.ts'
import type { Ran } from './course.ts'
import type { Made } from './run.ts'

interface TimesArgs {
  via?: string | undefined
  target?: string | undefined
  'token-file'?: string | undefined
}

/**
 * Tells the Worker how long each migration and its statements took, where one is named (--via, --target). What the migrations did stands
 * without it: a Worker that does not answer is said, and no more.
 */
export const tellTimes =
  ({ via, target, 'token-file': file }: TimesArgs) =>
  async ({ ended: { ran, stop } }: Pick<Made, 'ended'>, at: number): Promise<void> => {
    if (via === undefined || target === undefined) return
    const migrations = timesOf(ran, stop?.migration ?? null, at)
    if (migrations.length === 0) return
    try {
      await noteMigrationTimes({ url: workerUrl(via), token: tokenFrom(file) }, targetName(target), { migrations })
    } catch (error) {
      print(`how long it took was not told: ${error instanceof Error ? error.message : String(error)}`, process.stderr)
    }
  }

/** As many as the Worker takes. */
const MOST = { migrations: 200, statements: 2000 }

/** Times by migration, in order of their runs. @param failed the one that stopped the run @param at when the run began, ms */
export const timesOf = (
  ran: readonly Pick<Ran, 'migration' | 'statement' | 'excerpt' | 'ms'>[],
  failed: string | null,
  at: number,
): MigrationTime[] =>
  [...Map.groupBy(ran, ({ migration }) => migration)].slice(-MOST.migrations).map(([migration, pieces]) => ({
    migration,
    at,
    ms: Math.round(pieces.reduce((sum, { ms }) => sum + ms, 0) * 10) / 10,
    outcome: migration === failed ? 'failed' : 'applied',
    statements: pieces
      .slice(0, MOST.statements)
      .map(({ statement, excerpt, ms }) => ({ statement, command: commandIn(excerpt), ms })),
  }))

const KINDS = 'UNIQUE|OR|REPLACE|MATERIALIZED|TEMP|TEMPORARY|UNLOGGED|EVENT|FOREIGN|TEXT|CONSTRAINT|DEFAULT'
const FIRST = new RegExp(`^(?:(?:CREATE|ALTER|DROP|REFRESH|COMMENT)(?: (?:${KINDS}))* [A-Z]+|[A-Z]+)`)

/** The first words of a statement, without any name in it: `CREATE UNIQUE INDEX`. */
export function commandIn(sql: string): string {
  const text = sql
    .replaceAll(/--[^\n]*|\/\*[^]*?\*\//g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return (FIRST.exec(text.toUpperCase())?.[0] ?? 'STATEMENT').slice(0, 60)
}
