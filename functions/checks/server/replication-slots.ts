import { z } from 'zod'
import { standardLiteral } from '../../model/sql.ts'
import { check, graded, told, type Told } from '../check.ts'
import { size, span } from '../words.ts'

const Row = z.object({
  name: z.string(),
  type: z.string(),
  active: z.boolean(),
  temporary: z.boolean(),
  wal_status: z.string().nullable(),
  reserves: z.boolean(),
  inactive_seconds: z.number().nullable(),
  behind: z.number().nullable(),
})

/** Slots that keep the write-ahead log for nobody. */
export const replicationSlots = check({
  id: 'replication-slots',
  title: 'A replication slot keeps the write-ahead log for nobody, or lost it',
  suite: 'tick',
  sql: 'slots',
  unit: 's',
  limits: { warn: 1800, critical: 86_400 },
  source: 'check_postgres replication_slots; https://supabase.com/docs/guides/database/replication; 30 min is ours',
  why: 'Everything that was written since it was read last is kept: the disk fills up, and vacuum removes no row of the catalog. A lost slot has to be made anew, and what reads from it starts over.',
  resolve: ["select pg_drop_replication_slot('<slot>');", '-- or start again what reads from it'],
  severity: { warn: 'high', critical: 'critical' },
  versions: '17 and later say since when a slot is inactive; before, it counts from the look that saw it first.',
  row: Row,
  judge: (rows, limits, { openSince, now }) =>
    told(
      rows.map((row): Told | null => {
        const { name, active, temporary, wal_status, behind } = row
        const drop = `select pg_drop_replication_slot(${standardLiteral(name)});`
        if (wal_status === 'lost')
          return {
            subject: name,
            grade: 'critical',
            value: null,
            title: `The replication slot ${name} lost what it was to keep`,
            what: 'It fell behind by more than max_slot_wal_keep_size.',
            mend: ['-- make it anew, and let what reads from it start over:', drop],
          }
        if (active || temporary || !row.reserves) return null
        const since = openSince?.('replication-slots', name)
        // Seen for the first time, nobody knows for how long: told once it lasts.
        const seconds =
          row.inactive_seconds ?? (since === undefined ? limits.warn : since === null ? 0 : (now - since) / 1000)
        const kept = behind === null ? '' : `; ${size(Math.max(0, behind))} are kept for it`
        const found = graded(seconds, limits, () => ({
          subject: name,
          title: `Nobody has read from the replication slot ${name} for ${span(seconds)}`,
          what: `It is a ${row.type} slot${kept}.`,
          mend: ['-- start again what reads from it; if nothing does any more:', drop],
        }))
        return (
          found ??
          (row.inactive_seconds === null
            ? {
                subject: name,
                grade: 'new',
                value: seconds,
                title: `Nobody reads from the replication slot ${name} at the moment`,
                what: `It is a ${row.type} slot${kept}. PostgreSQL does not say since when.`,
                mend: ['-- it is told as grave where it lasts'],
              }
            : null)
        )
      }),
    ),
})
