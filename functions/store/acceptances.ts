import { KeptAcceptance, type Acceptances } from '../model/acceptance.ts'

const COLUMNS = 'target, key, state, who, reason, accepted_at as at, expires_at as until'

/** The acceptances of some targets that were not withdrawn at a time (ms), by target and key; those that had expired, too. */
export async function listAcceptances(
  db: D1Database,
  targets: readonly string[],
  at: number,
): Promise<Map<string, Acceptances>> {
  const { results } = await db
    .prepare(
      `select ${COLUMNS} from acceptances
       where target in (select value from json_each(?1))
         and accepted_at <= ?2 and (withdrawn_at is null or withdrawn_at > ?2)
       order by seq`,
    )
    .bind(JSON.stringify(targets), at)
    .all()
  const byTarget = Map.groupBy(results, ({ target }) => String(target))
  return new Map(
    [...byTarget].map(([target, rows]) => [
      target,
      new Map(rows.map((row) => KeptAcceptance.parse(row)).map((kept) => [kept.key, kept])),
    ]),
  )
}

/** Accepts a finding; an acceptance of it that still stood is replaced. */
export async function keepAcceptance(db: D1Database, target: string, kept: KeptAcceptance): Promise<void> {
  await db.batch([
    db.prepare(WITHDRAW).bind(target, kept.key, kept.at),
    db
      .prepare(
        `insert into acceptances (target, key, state, who, reason, accepted_at, expires_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
      )
      .bind(target, kept.key, kept.state, kept.who, kept.reason, kept.at, kept.until),
  ])
}

/** Withdraws the acceptance of a finding at `now` (ms); false: there was none. */
export async function withdrawAcceptance(db: D1Database, target: string, key: string, now: number): Promise<boolean> {
  const { meta } = await db.prepare(WITHDRAW).bind(target, key, now).run()
  return meta.changes > 0
}

const WITHDRAW = 'update acceptances set withdrawn_at = ?3 where target = ?1 and key = ?2 and withdrawn_at is null'
