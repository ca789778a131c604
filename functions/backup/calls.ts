import { z } from 'zod'
import type { PlatformBackups, RestorePoint } from '../model/backup/reading.ts'
import type { Call } from './management.ts'

/** The API's times are seconds, or dates that may lack their zone: UTC. ms */
const Moment = z.string().transform((text, context) => {
  const at = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`)
  if (!Number.isNaN(at)) return at
  context.addIssue(`${text} is no time`)
  return z.NEVER
})
const Seconds = z
  .number()
  .transform((seconds) => seconds * 1000)
  .nullish()

/** V1BackupsResponse, as far as it is read; fields and words of later versions are let pass. */
const Backups = z
  .object({
    pitr_enabled: z.boolean(),
    backups: z.array(
      z.object({
        id: z.union([z.number(), z.string()]).transform(String),
        is_physical_backup: z.boolean(),
        status: z.string(),
        inserted_at: Moment,
      }),
    ),
    physical_backup_data: z
      .object({ earliest_physical_backup_date_unix: Seconds, latest_physical_backup_date_unix: Seconds })
      .default({ earliest_physical_backup_date_unix: null, latest_physical_backup_date_unix: null }),
  })
  .transform(({ pitr_enabled: enabled, backups, physical_backup_data: data }): PlatformBackups => ({
    physical: backups
      .map(({ id, is_physical_backup: physical, status, inserted_at: at }) => ({ id, physical, status, at }))
      .toSorted((a, b) => b.at - a.at),
    pitr: {
      enabled,
      earliest: data.earliest_physical_backup_date_unix ?? null,
      latest: data.latest_physical_backup_date_unix ?? null,
    },
  }))

/** V1RestorePointResponse, as far as it is read. */
const Point = z
  .object({ name: z.string(), status: z.string(), completed_on: Moment.nullish() })
  .transform(({ name, status, completed_on: on }): RestorePoint => ({ name, status, completedOn: on ?? null }))

/** One object by the document; nothing and a list are borne. */
const Points = z
  .union([Point.transform((point) => [point]), z.array(Point), z.null().transform((): RestorePoint[] => [])])
  .transform((points) => points)

/** All backups that the platform keeps, and its window of point-in-time recovery (operation v1-list-all-backups). */
export const listBackups: Call<PlatformBackups> = { method: 'GET', path: '', shape: Backups }

/** The restore point of a name, or the one that the API tells unasked (v1-get-restore-point). */
export const getRestorePoint = (name: string | null): Call<RestorePoint | null> => ({
  method: 'GET',
  path: '/restore-point',
  ...(name !== null && { query: { name } }),
  shape: Points.transform((points) => points.find((point) => name === null || point.name === name) ?? null),
})

/** Begins to make a restore point (v1-create-restore-point). */
export const createRestorePoint = (name: string): Call<RestorePoint> => ({
  method: 'POST',
  path: '/restore-point',
  body: { name },
  shape: Point,
})
