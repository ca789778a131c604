/** How many of some targets have a run of the tick of that time (ms) that ended. */
export async function endedTicks(db: D1Database, targets: readonly string[], scheduledAt: number): Promise<number> {
  const row = await db
    .prepare(
      `select count(*) as ended from json_each(?1) named join runs on runs.target = named.value
       where runs.id = ?2 and runs.ended_at is not null`,
    )
    .bind(JSON.stringify(targets), `tick-${scheduledAt}`)
    .first<{ ended: number }>()
  return row?.ended ?? 0
}
