import type { HealthCheck } from './check.ts'
import { connections } from './server/connections.ts'
import { longQueries } from './activity/long-queries.ts'
import { idleInTransaction } from './activity/idle-in-transaction.ts'
import { oldSnapshots } from './activity/old-snapshots.ts'
import { blockedQueries } from './activity/blocked-queries.ts'
import { exclusiveLocks } from './activity/exclusive-locks.ts'
import { preparedTransactions } from './activity/prepared-transactions.ts'
import { deadlocks } from './server/deadlocks.ts'
import { rollbacks } from './server/rollbacks.ts'
import { cacheHits } from './server/cache-hits.ts'
import { temporaryFiles } from './server/temporary-files.ts'
import { checkpoints } from './server/checkpoints.ts'
import { wraparound } from './server/wraparound.ts'
import { replicationSlots } from './server/replication-slots.ts'
import { archiver } from './server/archiver.ts'
import { readOnly } from './server/read-only.ts'
import { settingsChanged } from './server/settings-changed.ts'
import { connectLatency } from './server/connect-latency.ts'
import { pendingRestart } from './server/pending-restart.ts'
import { databaseGrowth } from './server/database-growth.ts'
import { freezePressure } from './storage/freeze-pressure.ts'
import { deadRows } from './storage/dead-rows.ts'
import { sequences } from './schema/sequences.ts'
import { invalidIndexes } from './schema/invalid-indexes.ts'
import { notValidConstraints } from './schema/not-valid-constraints.ts'
import { disabledTriggers } from './schema/disabled-triggers.ts'
import { orphanRows } from './integrity/orphan-rows.ts'
import { fkIndexes } from './schema/fk-indexes.ts'
import { fkTypes } from './schema/fk-types.ts'
import { duplicateFks } from './schema/duplicate-fks.ts'
import { noPrimaryKey } from './schema/no-primary-key.ts'
import { checksumFailures } from './server/checksum-failures.ts'
import { collationVersions } from './server/collation-versions.ts'
import { extensionUpdates } from './server/extension-updates.ts'
import { rlsDisabled } from './security/rls-disabled.ts'
import { policiesWithoutRls } from './security/policies-without-rls.ts'
import { rlsWithoutPolicies } from './security/rls-without-policies.ts'
import { viewSecurity } from './security/view-security.ts'
import { definerSearchPath } from './security/definer-search-path.ts'
import { statementsEvicted } from './server/statements-evicted.ts'
import { bloat } from './storage/bloat.ts'
import { duplicateIndexes } from './schema/duplicate-indexes.ts'
import { unusedIndexes } from './schema/unused-indexes.ts'
import { HEALTH_IDS, type CheckSuite, type HealthId } from '../model/health.ts'

const BY_ID: Readonly<Record<HealthId, HealthCheck>> = {
  connections,
  'long-queries': longQueries,
  'idle-in-transaction': idleInTransaction,
  'old-snapshots': oldSnapshots,
  'blocked-queries': blockedQueries,
  'exclusive-locks': exclusiveLocks,
  'prepared-transactions': preparedTransactions,
  deadlocks,
  rollbacks,
  'cache-hits': cacheHits,
  'temporary-files': temporaryFiles,
  checkpoints,
  wraparound,
  'replication-slots': replicationSlots,
  archiver,
  'read-only': readOnly,
  'settings-changed': settingsChanged,
  'connect-latency': connectLatency,
  'pending-restart': pendingRestart,
  'database-growth': databaseGrowth,
  'freeze-pressure': freezePressure,
  'dead-rows': deadRows,
  sequences,
  'invalid-indexes': invalidIndexes,
  'not-valid-constraints': notValidConstraints,
  'disabled-triggers': disabledTriggers,
  'orphan-rows': orphanRows,
  'fk-indexes': fkIndexes,
  'fk-types': fkTypes,
  'duplicate-fks': duplicateFks,
  'no-primary-key': noPrimaryKey,
  'checksum-failures': checksumFailures,
  'collation-versions': collationVersions,
  'extension-updates': extensionUpdates,
  'rls-disabled': rlsDisabled,
  'policies-without-rls': policiesWithoutRls,
  'rls-without-policies': rlsWithoutPolicies,
  'view-security': viewSecurity,
  'definer-search-path': definerSearchPath,
  'statements-evicted': statementsEvicted,
  bloat,
  'duplicate-indexes': duplicateIndexes,
  'unused-indexes': unusedIndexes,
}

/** Every check of a target's health, in the order of what hurts most. */
export const CHECKS: readonly HealthCheck[] = HEALTH_IDS.map((id) => BY_ID[id])

/** A check by its id. */
export const checkCalled = (id: HealthId): HealthCheck => BY_ID[id]

/** The checks of some suites. */
export const checksIn = (suites: readonly CheckSuite[]): HealthCheck[] =>
  CHECKS.filter(({ suite }) => suites.includes(suite))
