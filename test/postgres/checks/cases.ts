import type { HealthId, Sample, Thresholds } from '../../../functions/model/health.ts'
import type { ServerRow } from '../../../functions/checks/server/row.ts'

/** How a check is shown to tell what is wrong, and not to tell what only comes near. */
export type Case =
  /** Objects of the schema truly are told by these subjects, and none of the schema nearly. */
  | { how: 'objects'; subjects: readonly string[] }
  /** What goes on in other sessions, or has happened between two looks: told with the limits of LOWERED, not with higher ones. */
  | { how: 'events'; subject: RegExp }
  /** What happened between two looks: told by the second, not by a third after which nothing happened. */
  | { how: 'between'; subject: string }
  /** What one machine cannot bring about: the server's own row with other figures, and with those just short of the limit. */
  | { how: 'rows'; why: string; told: Partial<ServerRow>; near: Partial<ServerRow>; before?: Partial<Sample> }

const GIB = 1024 ** 3

/** Every check; the compiler asks for those that are to come. */
export const CASES: Readonly<Record<HealthId, Case>> = {
  connections: { how: 'events', subject: /^server$/ },
  'long-queries': { how: 'events', subject: /^truly@/ },
  'idle-in-transaction': { how: 'events', subject: /^truly@/ },
  'old-snapshots': { how: 'events', subject: /^truly@/ },
  'blocked-queries': { how: 'events', subject: /^waits@/ },
  'exclusive-locks': { how: 'events', subject: /^truly@/ },
  'prepared-transactions': { how: 'events', subject: /^truly$/ },
  'replication-slots': { how: 'events', subject: /^truly$/ },
  'connect-latency': { how: 'events', subject: /^target$/ },
  'temporary-files': { how: 'events', subject: /^database$/ },
  deadlocks: { how: 'between', subject: 'database' },
  rollbacks: { how: 'between', subject: 'database' },
  checkpoints: { how: 'between', subject: 'server' },
  'settings-changed': { how: 'between', subject: 'log_min_duration_statement' },
  // Whatever else runs on the server counts, too.
  'statements-evicted': { how: 'events', subject: /^server$/ },
  // max_connections: the test servers' command line has another value than their file.
  'pending-restart': { how: 'objects', subjects: ['max_connections', 'max_wal_senders'] },
  'read-only': { how: 'objects', subjects: ['database'] },
  wraparound: {
    how: 'rows',
    why: 'a billion transactions',
    told: { xid_age: 1_200_000_000 },
    near: { xid_age: 1_070_000_000 },
  },
  archiver: {
    how: 'rows',
    why: 'archive_mode takes a restart',
    told: { archives: true, archive_failed_at: 2000, archived_at: 1000, archive_failures: 1 },
    near: { archives: true, archive_failed_at: 1000, archived_at: 2000, archive_failures: 1 },
  },
  'cache-hits': {
    how: 'rows',
    why: '800 MB of reads',
    told: { blocks_read: 10_001, blocks_hit: 100_000 },
    near: { blocks_read: 9000, blocks_hit: 90_000 },
    before: { counters: { blocks_read: 0, blocks_hit: 0 } },
  },
  'database-growth': {
    how: 'rows',
    why: '100 MB of rows',
    told: { size: 1.25 * GIB },
    near: { size: 1.15 * GIB },
    before: { counters: { size: GIB } },
  },
  'checksum-failures': {
    how: 'rows',
    why: 'a broken disk',
    told: { checksums: true, checksum_failures: 1 },
    near: { checksums: true, checksum_failures: 0 },
  },
  'freeze-pressure': { how: 'objects', subjects: ['truly.old'] },
  'dead-rows': { how: 'objects', subjects: ['truly.dead'] },
  sequences: { how: 'objects', subjects: ['truly.small_id_seq', 'truly.big_id_seq'] },
  'invalid-indexes': { how: 'objects', subjects: ['truly.dup_v'] },
  'not-valid-constraints': { how: 'objects', subjects: ['truly.refers.positive'] },
  'disabled-triggers': { how: 'objects', subjects: ['truly.dup.off'] },
  'orphan-rows': { how: 'objects', subjects: ['truly.child.child_again', 'truly.child.child_parent_id_fkey'] },
  'fk-indexes': { how: 'objects', subjects: ['truly.child.child_again', 'truly.child.child_parent_id_fkey'] },
  'fk-types': { how: 'objects', subjects: ['truly.refers.refers_big_id_fkey'] },
  'duplicate-fks': { how: 'objects', subjects: ['truly.child.child_parent_id_fkey'] },
  'no-primary-key': { how: 'objects', subjects: ['truly.keyless'] },
  'collation-versions': { how: 'objects', subjects: ['database', 'truly.sorts'] },
  'extension-updates': { how: 'objects', subjects: ['pg_stat_statements'] },
  'rls-disabled': { how: 'objects', subjects: ['truly.open'] },
  'policies-without-rls': { how: 'objects', subjects: ['truly.unguarded'] },
  'rls-without-policies': { how: 'objects', subjects: ['truly.silent'] },
  'view-security': { how: 'objects', subjects: ['truly.seen'] },
  'definer-search-path': { how: 'objects', subjects: ['truly.definer()'] },
  bloat: { how: 'objects', subjects: ['truly.bloated'] },
  'duplicate-indexes': { how: 'objects', subjects: ['truly.twice_a'] },
  'unused-indexes': { how: 'objects', subjects: ['truly.idle_v'] },
}

/** Limits that a few seconds reach. */
export const LOWERED: Thresholds = {
  connections: { warn: 0.1 },
  'long-queries': { warn: 0 },
  'idle-in-transaction': { warn: 0 },
  'old-snapshots': { warn: 0 },
  'blocked-queries': { warn: 0 },
  'exclusive-locks': { warn: 0 },
  'prepared-transactions': { warn: 0 },
  'replication-slots': { warn: 0 },
  'connect-latency': { warn: 0 },
  'temporary-files': { warn: 0.0001 },
  'unused-indexes': { warn: 0 },
  'statements-evicted': { warn: 0.1 },
}

/** Limits that the same sessions do not reach, however slow the machine is. */
export const RAISED: Thresholds = Object.fromEntries(
  [
    'long-queries',
    'idle-in-transaction',
    'old-snapshots',
    'blocked-queries',
    'exclusive-locks',
    'prepared-transactions',
    'replication-slots',
    'connect-latency',
    'statements-evicted',
  ].map((id) => [id, { warn: 86_000, critical: 86_400 }]),
)
