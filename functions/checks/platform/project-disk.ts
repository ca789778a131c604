import { z } from 'zod'
import { graded, outside, told } from '../check.ts'
import { atThisRate } from '../trends/words.ts'
import { percent, size } from '../words.ts'

/** What the platform answers of the disk: its attributes, and what is on it. bytes */
export const DiskRow = z.object({
  attributes: z.object({ size_gb: z.number(), type: z.string() }),
  metrics: z.object({ fs_size_bytes: z.number(), fs_avail_bytes: z.number(), fs_used_bytes: z.number() }),
})

const ROOM = [
  'select c.oid::regclass, pg_size_pretty(pg_total_relation_size(c.oid)) from pg_class c order by pg_total_relation_size(c.oid) desc limit 10;',
  '-- write-ahead log that a slot keeps: select slot_name, active, pg_size_pretty(pg_current_wal_lsn() - restart_lsn) from pg_replication_slots;',
  '-- enlarge the disk: Dashboard → Settings → Compute and Disk (it may be changed four times within 24 h)',
]

/** How full the project's disk is. */
export const projectDisk = outside({
  id: 'project-disk',
  title: 'The disk fills up',
  where: 'platform',
  suite: 'tick',
  asks: ['GET /v1/projects/{ref}/config/disk', 'GET /v1/projects/{ref}/config/disk/util'],
  unit: '% used',
  limits: { warn: 80, critical: 90 },
  source:
    'https://supabase.com/docs/guides/platform/database-size: it grows at 90 %, and is read-only from 95 %; node_exporter’s usual alerts 80/90 %',
  why: 'From 95 % on Supabase lets nobody write; tables, indexes, write-ahead log and the system share the disk.',
  resolve: ROOM,
  severity: { warn: 'high', critical: 'critical' },
  permission: 'a token with the permission infra_disk_config_read',
  row: DiskRow,
  judge: ([disk], limits, { trend }) => {
    if (disk === undefined) return told([])
    const { fs_used_bytes: used, fs_avail_bytes: free } = disk.metrics
    // As df does: what is kept for the system is nobody's to use.
    const share = percent(used, used + free)
    return told([
      graded(share, limits, () => ({
        subject: 'disk',
        title: `${share} % of the disk are used, ${size(free)} are free`,
        what: `The disk is ${disk.attributes.type}, of ${disk.attributes.size_gb} GB.${atThisRate(trend?.('disk') ?? null, '95 % are used, and nobody may write,')}`,
        mend: ROOM,
      })),
    ])
  },
})
