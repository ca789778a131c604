import { z } from 'zod'
import type { Platform, PlatformPoint } from './platform.ts'

/** What came over the wire. */
export interface Asked {
  method: string
  /** With its query. */
  url: string
  authorization: string | null
  body: string
}

/** What is answered. */
export interface Answered {
  status: number
  body: unknown
}

/** The operations of the official document that this stands in for, besides the read-only query. */
export const BACKUPS = '/v1/projects/{ref}/database/backups'
export const RESTORE_POINT = '/v1/projects/{ref}/database/backups/restore-point'

/** V1RestorePointPostBody */
const NewPoint = z.object({ name: z.string().max(20) })

/**
 * What the Management API would answer about backups at `now` (ms).
 * @param later how much later a restore point shows than it was asked for, ms
 */
export function answerBackups(platform: Platform, asked: Asked, now: number, later = 0): Answered {
  const { pathname, searchParams } = new URL(asked.url, 'http://management.test')
  if (asked.authorization !== `Bearer ${platform.token}`) return refuse(401, 'Unauthorized')
  if (pathname === BACKUPS.replace('{ref}', platform.ref) && asked.method === 'GET')
    return { status: 200, body: listing(platform, now) }
  if (pathname !== RESTORE_POINT.replace('{ref}', platform.ref)) return refuse(404, 'Resource has been removed')
  if (platform.restorePoints !== 'yes')
    return refuse(
      platform.restorePoints,
      platform.restorePoints === 402 ? 'Feature requires a higher plan' : 'Forbidden action',
    )
  if (asked.method === 'GET') return shown(platform, searchParams.get('name'), now)
  if (asked.method === 'POST') return made(platform, asked.body, now, later)
  return refuse(404, 'Cannot be done')
}

function listing({ backups, pitr }: Platform, now: number) {
  return {
    region: 'eu-central-1',
    walg_enabled: true,
    pitr_enabled: pitr !== null,
    backups: backups
      .filter(({ insertedAt }) => insertedAt <= now)
      .map(({ id, physical, insertedAt, endsAt, status }) => ({
        id,
        is_physical_backup: physical,
        status: endsAt <= now ? status : 'PENDING',
        inserted_at: new Date(insertedAt).toISOString(),
        // Fields that are not known yet are to be expected of the real one.
        of_next_year: 1,
      })),
    physical_backup_data:
      pitr === null
        ? {}
        : {
            earliest_physical_backup_date_unix: Math.floor(pitr.earliest / 1000),
            latest_physical_backup_date_unix: Math.floor((now - pitr.lag) / 1000),
          },
  }
}

function shown({ points }: Platform, name: string | null, now: number): Answered {
  const known = points.filter(({ shownAt }) => shownAt <= now)
  const point = name === null ? known.at(-1) : known.find((one) => one.name === name)
  return point ? { status: 200, body: bodyOf(point, now) } : refuse(404, 'Restore point not found')
}

function made(platform: Platform, text: string, now: number, later: number): Answered {
  const body = NewPoint.safeParse(jsonIn(text))
  if (!body.success) return refuse(400, 'name: Required')
  const shownAt = now + later
  const point = { name: body.data.name, shownAt, endsAt: shownAt + platform.pointTakes, status: platform.pointEnds }
  platform.points.push(point)
  platform.made.push(point.name)
  return { status: 201, body: bodyOf(point, now) }
}

const bodyOf = ({ name, endsAt, status }: PlatformPoint, now: number) => ({
  name,
  status: endsAt <= now ? status : 'PENDING',
  completed_on: endsAt <= now && status === 'AVAILABLE' ? new Date(endsAt).toISOString() : null,
})

const refuse = (status: number, message: string): Answered => ({ status, body: { message } })

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
