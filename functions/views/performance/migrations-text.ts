import type { MigrationSeries, Percentiles } from '../../model/migration-times.ts'
import { age } from '../age.ts'
import { visible, type TextOptions } from '../text/lines.ts'
import { table } from '../text/table.ts'
import { cell, RIGHT } from './verdict-text.ts'
import { duration } from './words.ts'

/** How long migrations took: what is usual, and the runs. */
export function migrationSeriesText(series: MigrationSeries, options: TextOptions): string {
  const { target, runs, migrations, statements, commands } = series
  if (runs.length === 0) return `no migration of ${target} was measured yet: plumbline migrate --url … tells of each\n`
  const usual = [
    { name: 'migrations', times: migrations },
    { name: 'statements', times: statements },
    ...commands.map(({ command, times }) => ({ name: command, times })),
  ].map(({ name, times }) => [name, ...percentileCells(times)].map(cell))
  const made = runs.map(({ migration, at, ms, outcome, statements }) => {
    const slowest = statements.toSorted((one, other) => other.ms - one.ms)[0]
    const longest =
      slowest === undefined ? '' : `${slowest.command} (statement ${slowest.statement}) ${duration(slowest.ms)}`
    return [visible(migration), age(at, options.now), duration(ms), outcome, longest].map(cell)
  })
  return [
    ...table([{ heading: '' }, ...['COUNT', 'P50', 'P95', 'P99'].map(RIGHT)], usual),
    '',
    ...table(
      [{ heading: 'MIGRATION' }, { heading: 'RUN' }, RIGHT('TOOK'), { heading: 'OUTCOME' }, { heading: 'SLOWEST' }],
      made,
    ),
    '',
  ].join('\n')
}

const percentileCells = (times: Percentiles): string[] =>
  times === null ? ['0', '', '', ''] : [String(times.count), ...[times.p50, times.p95, times.p99].map(duration)]
