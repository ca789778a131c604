import { z } from 'zod'
import { IncidentDocument } from '../model/incident-document.ts'
import { IncidentRecord, TimelineEntry, type IncidentEntry } from '../model/incident-record.ts'
import { fenced, NO_FENCE, type Fence } from './fence.ts'

/** How long incidents are kept once they are over, ms; what was only suspected, a day. */
export const INCIDENTS_KEPT = 400 * 86_400_000
const SUSPICIONS_KEPT = 86_400_000

/** What is written of an incident: its record, with the version that it gets, and what its timeline gains. */
export interface IncidentChange {
  record: IncidentRecord
  entries: readonly IncidentEntry[]
}

/**
 * The statements that write incidents, for a batch with what else comes of the same. A batch fails as a whole where somebody
 * wrote one of them since it was read (isOvertaken): it is then read and decided again.
 */
export function incidentStatements(
  db: D1Database,
  changes: readonly IncidentChange[],
  now: number,
  fence: Fence = NO_FENCE,
): D1PreparedStatement[] {
  const entries = changes.flatMap(({ record, entries }) =>
    entries.map((entry) => ({ incident: record.id, at: now, entry })),
  )
  const records = changes.map(({ record }) => record)
  return [...fenced(db, fence, records, WRITE), ...fenced(db, fence, entries, TELL)]
}

/** A version that is not the one after what was read is written as null, which the table refuses. */
const WRITE = (rows: string, condition: string) =>
  `insert into incidents (id, target, n, cause, version, stage, since, opened_at, resolved_at, incident, told)
   select json_extract(value, '$.id'), json_extract(value, '$.target'), json_extract(value, '$.n'),
     json_extract(value, '$.incident.cause'), json_extract(value, '$.version'), json_extract(value, '$.incident.stage'),
     json_extract(value, '$.incident.since'), json_extract(value, '$.incident.openedAt'),
     json_extract(value, '$.incident.resolvedAt'), json_extract(value, '$.incident'), json_extract(value, '$.told')
   from json_each(${rows}) where ${condition}
   on conflict (id) do update set
     version = case when version = excluded.version - 1 then excluded.version end, stage = excluded.stage,
     opened_at = excluded.opened_at, resolved_at = excluded.resolved_at, incident = excluded.incident, told = excluded.told`

const TELL = (rows: string, condition: string) =>
  `insert into incident_events (incident, at, event)
   select json_extract(value, '$.incident'), json_extract(value, '$.at'), json_extract(value, '$.entry')
   from json_each(${rows}) where ${condition}`

/** Whether a batch failed since somebody else wrote one of its incidents meanwhile; nothing of it was written. */
export const isOvertaken = (error: unknown): boolean => /constraint failed: incidents\./.test(String(error))

const COLUMNS = 'id, target, n, version, incident, told'

const recordFrom = (row: Record<string, unknown>): IncidentRecord =>
  IncidentRecord.parse({ ...row, incident: JSON.parse(String(row.incident)), told: JSON.parse(String(row.told)) })

/** How incidents stand before something happens to them. */
export interface Standing {
  /** Those that are not resolved. */
  live: IncidentRecord[]
  /** The targets of which a deploy is under way. */
  deploying: ReadonlySet<string>
  /** The number that a new incident of a target gets. */
  next(target: string): number
}

/** A deploy is a maintenance window no longer than this after its phase was told of, ms: its end may never be told. */
export const LONGEST_WINDOW = 3_600_000

/** The deploys that are looked through for one that is under way, ms. */
const WINDOWS_BACK = 30 * 86_400_000

/** How the incidents of some targets stand at `now` (ms), in one transaction. */
export async function readStanding(db: D1Database, targets: readonly string[], now: number): Promise<Standing> {
  const named = JSON.stringify(targets)
  const [live, numbers, deploys] = await db.batch<Record<string, unknown>>([
    db
      .prepare(
        `select ${COLUMNS} from incidents
         where stage <> 'resolved' and target in (select value from json_each(?1)) order by target, n`,
      )
      .bind(named),
    db
      .prepare('select value as target, (select max(n) from incidents where target = value) as n from json_each(?1)')
      .bind(named),
    db.prepare(UNDER_WAY).bind(named, now - LONGEST_WINDOW, now - WINDOWS_BACK),
  ])
  const last = new Map(numbers?.results.map(({ target, n }) => [String(target), Number(n ?? 0)]))
  return {
    live: (live?.results ?? []).map(recordFrom),
    deploying: new Set((deploys?.results ?? []).map(({ target }) => String(target))),
    next: (target) => (last.get(target) ?? 0) + 1,
  }
}

/** Phases that were told of and have no verdict; before the release, also what was found to be in no way of it. */
const UNDER_WAY = `select distinct target from deploys
  where target in (select value from json_each(?1)) and at > ?3 and state not in ('failed', 'cancelled')
    and case when after_asked is not null then after_ended is null and after_asked > ?2
      else before_asked > ?2 and coalesce(json_extract(before_result, '$.verdict'), 'go') <> 'stop' end`

/** The targets that have incidents which are not resolved. */
export async function targetsWithIncidents(db: D1Database): Promise<string[]> {
  const { results } = await db.prepare(`select distinct target from incidents where stage <> 'resolved'`).all()
  return results.map(({ target }) => String(target))
}

/** One incident that was more than suspected; null: there is none of that name. */
export async function findIncident(db: D1Database, id: string): Promise<IncidentRecord | null> {
  const row = await db
    .prepare(`select ${COLUMNS} from incidents where id = ?1 and opened_at is not null`)
    .bind(id)
    .first()
  return row && recordFrom(row)
}

/** Which incidents: those that are open (or recovering), are over, or all. */
export const IncidentState = z.enum(['open', 'resolved', 'all'])
export type IncidentState = z.infer<typeof IncidentState>

const WHERE: Record<IncidentState, string> = {
  open: `stage <> 'resolved'`,
  resolved: `stage = 'resolved'`,
  all: 'true',
}

/** Incidents of a target (null: of all), the newest first; none that were only suspected. */
export async function listIncidents(
  db: D1Database,
  target: string | null,
  state: IncidentState,
  limit: number,
): Promise<IncidentRecord[]> {
  const { results } = await db
    .prepare(
      `select ${COLUMNS} from incidents
       where ${WHERE[state]} and opened_at is not null ${target === null ? '' : 'and target = ?2'}
       order by since desc, id limit ?1`,
    )
    .bind(limit, ...(target === null ? [] : [target]))
    .all()
  return results.map(recordFrom)
}

/** So many lines of a timeline are read: the newest. */
const MOST_ENTRIES = 500

/** The timeline of an incident, the oldest line first. */
export async function timelineOf(db: D1Database, id: string): Promise<TimelineEntry[]> {
  const { results } = await db
    .prepare(
      `select at, event from (select id, at, event from incident_events where incident = ?1 order by id desc limit ?2)
       order by id`,
    )
    .bind(id, MOST_ENTRIES)
    .all()
  return results.map(({ at, event }) => TimelineEntry.parse({ at, entry: JSON.parse(String(event)) }))
}

/** What people wrote of an incident; nothing where they did not, or there is none of that name. */
export async function readDocument(db: D1Database, id: string): Promise<IncidentDocument> {
  const row = await db.prepare('select document from incidents where id = ?1').bind(id).first<{ document: string }>()
  return IncidentDocument.parse(JSON.parse(row?.document ?? '{}'))
}

/**
 * Keeps what was written of an incident, in place of those sections (null: what was written of it is taken back), and says so in
 * its timeline.
 */
export async function writeDocument(
  db: D1Database,
  id: string,
  { by, sections }: { by: string; sections: Readonly<Record<string, string | null>> },
  now: number,
): Promise<void> {
  const entry = { what: 'edited', by, sections: Object.keys(sections) } as const
  await db.batch([
    db
      .prepare(`update incidents set document = json_patch(coalesce(document, '{}'), ?2) where id = ?1`)
      .bind(id, JSON.stringify(sections)),
    tellStatement(db, id, entry, now),
  ])
}

/** The statement that adds a line to a timeline without changing the incident. */
export const tellStatement = (db: D1Database, id: string, entry: IncidentEntry, now: number): D1PreparedStatement =>
  db
    .prepare('insert into incident_events (incident, at, event) values (?1, ?2, ?3)')
    .bind(id, now, JSON.stringify(entry))

/** Deletes incidents that were over long before `now` (ms), with their timelines. */
export async function pruneIncidents(db: D1Database, now: number): Promise<void> {
  const old = `select id from incidents where stage = 'resolved' and resolved_at < case when opened_at is null then ?1 else ?2 end`
  const values = [now - SUSPICIONS_KEPT, now - INCIDENTS_KEPT] as const
  await db.batch([
    db.prepare(`delete from incident_events where incident in (${old})`).bind(...values),
    db.prepare(`delete from incidents where id in (${old})`).bind(...values),
  ])
}
