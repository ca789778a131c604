import { z } from 'zod'
import { Passes, type Sample } from '../model/health.ts'
import { DayFigures, DayObjects, type Day } from '../model/trends.ts'

/** ms */
const DAY = 86_400_000
/** Days are kept for this long, ms. */
export const DAYS_KEPT = 400 * DAY

const NO_OBJECTS: DayObjects = { tables: {}, sequences: {} }

/** What is rolled up of a look's counters: figures that stand for a moment, not for what happened in between. */
const FIGURES = ['size', 'xid_age', 'mxid_age', 'disk_used', 'disk_size']

/** The statement that keeps a sample as its day's roll-up: the newest of a day stands. */
export function keepDay(db: D1Database, target: string, { at, counters, objects }: Sample): D1PreparedStatement {
  const figures = Object.fromEntries(
    FIGURES.flatMap((name) => (counters[name] === undefined ? [] : [[name, counters[name]]])),
  )
  return db
    .prepare(
      `insert into days (target, day, figures, objects) values (?1, ?2, ?3, ?4)
       on conflict (target, day) do update set figures = excluded.figures, objects = excluded.objects`,
    )
    .bind(target, at - (at % DAY), JSON.stringify({ at, ...figures }), JSON.stringify(objects ?? NO_OBJECTS))
}

/** The roll-ups of a target since a moment (ms), the oldest first. @param withObjects its tables and sequences, too, which are many */
export async function daysSince(db: D1Database, target: string, since: number, withObjects: boolean): Promise<Day[]> {
  const { results } = await db
    .prepare(`select figures${withObjects ? ', objects' : ''} from days where target = ?1 and day >= ?2 order by day`)
    .bind(target, since - (since % DAY))
    .all<{ figures: string; objects?: string }>()
  return results.flatMap(({ figures, objects }): Day[] => {
    const { at, ...rest } = DayFigures.parse(JSON.parse(figures))
    return at === undefined
      ? []
      : [{ at, figures: rest, objects: objects === undefined ? NO_OBJECTS : DayObjects.parse(JSON.parse(objects)) }]
  })
}

const Counters = z.record(z.string(), z.number())

/** The counters of a target's samples since a moment (ms), the oldest first. */
export async function hoursSince(
  db: D1Database,
  target: string,
  since: number,
): Promise<Pick<Sample, 'at' | 'counters'>[]> {
  const { results } = await db
    .prepare(
      `select at, json_extract(sample, '$.counters') as counters from samples where target = ?1 and at >= ?2 order by at`,
    )
    .bind(target, since)
    .all<{ at: number; counters: string }>()
  return results.map(({ at, counters }) => ({ at, counters: Counters.parse(JSON.parse(counters)) }))
}

/** The statement that keeps the cursors of a target, where they moved. */
export const keepPasses = (db: D1Database, target: string, passes: Passes): D1PreparedStatement =>
  db
    .prepare(
      `insert into passes (target, passes) values (?1, ?2)
       on conflict (target) do update set passes = excluded.passes where passes.passes <> excluded.passes`,
    )
    .bind(target, JSON.stringify(passes))

/** The cursors of a target, as a query for a batch; passesIn reads its result. */
export const passesOf = (db: D1Database, target: string): D1PreparedStatement =>
  db.prepare('select passes from passes where target = ?1').bind(target)

export function passesIn(row: unknown): Passes {
  const text = z.object({ passes: z.string() }).safeParse(row).data?.passes
  return text === undefined ? {} : (Passes.safeParse(JSON.parse(text)).data ?? {})
}

/** Deletes days of before `before` (ms). */
export async function pruneDays(db: D1Database, before: number): Promise<void> {
  await db.prepare('delete from days where day < ?1').bind(before).run()
}
