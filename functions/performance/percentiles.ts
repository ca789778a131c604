import type { MigrationSeries, MigrationTime, Percentiles } from '../model/migration-times.ts'

/** Percentiles by the nearest rank: each is a time that was measured. */
export function percentiles(times: readonly number[]): Percentiles {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return sorted.length === 0 ? null : { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/** Runs of migrations with what is usual: of those that were applied. @param runs newest first */
export function seriesOf(target: string, runs: MigrationTime[]): MigrationSeries {
  const applied = runs.filter(({ outcome }) => outcome === 'applied')
  const statements = applied.flatMap((run) => run.statements)
  const commands = [...Map.groupBy(statements, ({ command }) => command)].map(([command, some]) => ({
    command,
    times: percentiles(some.map(({ ms }) => ms)),
  }))
  return {
    target,
    runs,
    migrations: percentiles(applied.map(({ ms }) => ms)),
    statements: percentiles(statements.map(({ ms }) => ms)),
    commands: commands.toSorted((one, other) => (other.times?.p95 ?? 0) - (one.times?.p95 ?? 0)),
  }
}
