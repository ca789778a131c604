import type { Migration } from '../model/blueprint.ts'
import type { Finding } from '../model/finding.ts'
import type { Judged } from './judged.ts'
import { isFuture } from './stamps.ts'

/**
 * Entries stamped at or below an earlier one: a target that stops between the two will skip the later. One finding for
 * each earlier one. Those that this target skips already, and those that a stamp in the future outruns, are told as that.
 */
export function outOfOrder({ layout, migrations, applied, runs, now }: Judged): Finding[] {
  if (layout !== 'journal') return []
  const sane = migrations
    .map((migration, i) => ({ migration, i }))
    .filter(({ migration }) => !isFuture(migration.when, now))
  const late = sane.flatMap(({ migration, i }, at) => {
    const before = newestOf(sane.slice(0, at).map((entry) => entry.migration))
    const told = !applied[i] && !runs[i]
    return before && migration.when <= before.when && !told ? [{ migration, i, before }] : []
  })
  return [...Map.groupBy(late, ({ before }) => before)].flatMap(([before, entries]): Finding[] => {
    const [first, ...others] = entries
    if (first === undefined) return []
    const isApplied = entries.every(({ i }) => applied[i])
    return [
      {
        type: 'journal.out-of-order',
        key: `journal:out-of-order:${first.migration.tag}`,
        severity: isApplied ? 'info' : 'medium',
        tag: first.migration.tag,
        when: first.migration.when,
        before: before.tag,
        beforeWhen: before.when,
        others: others.map(({ migration }) => migration.tag),
        applied: isApplied,
      },
    ]
  })
}

const newestOf = (migrations: readonly Migration[]): Migration | undefined =>
  migrations.reduce<Migration | undefined>(
    (newest, next) => (newest && newest.when >= next.when ? newest : next),
    undefined,
  )

/** Migrations that will run after later ones have: this target gets another history than the replay. */
export function notPrefix({ migrations, applied, runs }: Judged): Finding[] {
  const last = applied.lastIndexOf(true)
  const newest = migrations[last]
  const missing = migrations.filter((_, i) => i < last && !applied[i] && runs[i]).map(({ tag }) => tag)
  if (newest === undefined || missing.length === 0) return []
  return [{ type: 'journal.not-prefix', key: 'journal:not-prefix', severity: 'medium', missing, newest: newest.tag }]
}
