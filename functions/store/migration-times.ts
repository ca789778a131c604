import { MigrationTime } from '../model/migration-times.ts'

/** Notes runs of migrations, all or none; one that is known by target, tag and time stays as it is. @returns how many are new */
export async function noteMigrationTimes(
  db: D1Database,
  target: string,
  times: readonly MigrationTime[],
): Promise<number> {
  const results = await db.batch(
    times.map(({ migration, at, ms, outcome, statements }) =>
      db
        .prepare(
          `insert into migration_times (target, migration, at, ms, outcome, statements)
           values (?1, ?2, ?3, ?4, ?5, ?6) on conflict do nothing`,
        )
        .bind(target, migration, at, ms, outcome, JSON.stringify(statements)),
    ),
  )
  return results.reduce((rows, { meta }) => rows + meta.changes, 0)
}

/** The newest runs of migrations on a target, newest first. */
export async function listMigrationTimes(db: D1Database, target: string, limit: number): Promise<MigrationTime[]> {
  const { results } = await db
    .prepare('select * from migration_times where target = ?1 order by at desc, migration limit ?2')
    .bind(target, limit)
    .all()
  return results.map(({ migration, at, ms, outcome, statements }) =>
    MigrationTime.parse({ migration, at, ms, outcome, statements: JSON.parse(String(statements)) }),
  )
}
