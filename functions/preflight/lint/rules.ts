import { addColumnNotNull } from './rules/add-column-not-null.ts'
import { addColumnReferences } from './rules/add-column-references.ts'
import { addSequenceColumn } from './rules/add-sequence-column.ts'
import { attachPartition } from './rules/attach-partition.ts'
import { booleanLiteral } from './rules/boolean-literal.ts'
import { catalogWrite } from './rules/catalog-write.ts'
import { changeType } from './rules/change-type.ts'
import { charType } from './rules/char-type.ts'
import { checkNotValid } from './rules/check-not-valid.ts'
import { cluster } from './rules/cluster.ts'
import { concurrentlyIfNotExists } from './rules/concurrently-if-not-exists.ts'
import { concurrentlyInTransaction } from './rules/concurrently-in-transaction.ts'
import { dataInSchemaChange } from './rules/data-in-schema-change.ts'
import { definerExposed } from './rules/definer-exposed.ts'
import { detachPartition } from './rules/detach-partition.ts'
import { disableTrigger } from './rules/disable-trigger.ts'
import { domainConstraint } from './rules/domain-constraint.ts'
import { dropCascade } from './rules/drop-cascade.ts'
import { dropColumn } from './rules/drop-column.ts'
import { dropConstraint } from './rules/drop-constraint.ts'
import { dropIndexNotConcurrent } from './rules/drop-index-not-concurrent.ts'
import { dropNotNull } from './rules/drop-not-null.ts'
import { dropObject } from './rules/drop-object.ts'
import { dropSchema } from './rules/drop-schema.ts'
import { dropTable } from './rules/drop-table.ts'
import { enumLiteral } from './rules/enum-literal.ts'
import { enumValueDrop } from './rules/enum-value-drop.ts'
import { enumValueOrder } from './rules/enum-value-order.ts'
import { enumValueUsed } from './rules/enum-value-used.ts'
import { excludeConstraint } from './rules/exclude-constraint.ts'
import { extensionInPublic } from './rules/extension-in-public.ts'
import { floatMoney } from './rules/float-money.ts'
import { foreignKeyIndex } from './rules/foreign-key-index.ts'
import { foreignKeyNotValid } from './rules/foreign-key-not-valid.ts'
import { functionSearchPath } from './rules/function-search-path.ts'
import { grantEverybody } from './rules/grant-everybody.ts'
import { indexNotConcurrent } from './rules/index-not-concurrent.ts'
import { inherit } from './rules/inherit.ts'
import { jsonLiteral } from './rules/json-literal.ts'
import { jsonType } from './rules/json-type.ts'
import { lockTable } from './rules/lock-table.ts'
import { lockTimeout } from './rules/lock-timeout.ts'
import { longIdentifier } from './rules/long-identifier.ts'
import { manyExclusiveLocks } from './rules/many-exclusive-locks.ts'
import { matviewExposed } from './rules/matview-exposed.ts'
import { moneyType } from './rules/money-type.ts'
import { noPrimaryKey } from './rules/no-primary-key.ts'
import { nonIdempotentMix } from './rules/non-idempotent-mix.ts'
import { partitionedIndex } from './rules/partitioned-index.ts'
import { policyAlwaysTrue } from './rules/policy-always-true.ts'
import { policyIndex } from './rules/policy-index.ts'
import { policyPerRow } from './rules/policy-per-row.ts'
import { policyUserMetadata } from './rules/policy-user-metadata.ts'
import { policyWithoutTo } from './rules/policy-without-to.ts'
import { primaryKey } from './rules/primary-key.ts'
import { redundantIndex } from './rules/redundant-index.ts'
import { refreshNotConcurrent } from './rules/refresh-not-concurrent.ts'
import { reindexNotConcurrent } from './rules/reindex-not-concurrent.ts'
import { renameColumn } from './rules/rename-column.ts'
import { renameOther } from './rules/rename-other.ts'
import { renameTable } from './rules/rename-table.ts'
import { replicaIdentity } from './rules/replica-identity.ts'
import { reservedWord } from './rules/reserved-word.ts'
import { rewriteTable } from './rules/rewrite-table.ts'
import { rlsDisabled } from './rules/rls-disabled.ts'
import { rlsMissing } from './rules/rls-missing.ts'
import { rlsWithoutPolicy } from './rules/rls-without-policy.ts'
import { serialType } from './rules/serial-type.ts'
import { setNotNull } from './rules/set-not-null.ts'
import { setSchema } from './rules/set-schema.ts'
import { setWithoutLocal } from './rules/set-without-local.ts'
import { smallKey } from './rules/small-key.ts'
import { statementTimeout } from './rules/statement-timeout.ts'
import { storedGenerated } from './rules/stored-generated.ts'
import { timeWithZone } from './rules/time-with-zone.ts'
import { timestampLiteral } from './rules/timestamp-literal.ts'
import { timestampWithoutZone } from './rules/timestamp-without-zone.ts'
import { transactionControl } from './rules/transaction-control.ts'
import { triggerLock } from './rules/trigger-lock.ts'
import { truncate } from './rules/truncate.ts'
import { uniqueConstraint } from './rules/unique-constraint.ts'
import { updateWithoutWhere } from './rules/update-without-where.ts'
import { usingMissing } from './rules/using-missing.ts'
import { uuidLiteral } from './rules/uuid-literal.ts'
import { vacuumFull } from './rules/vacuum-full.ts'
import { validateInSameTransaction } from './rules/validate-in-same-transaction.ts'
import { varcharLength } from './rules/varchar-length.ts'
import { viewSecurityInvoker } from './rules/view-security-invoker.ts'
import { volatileDefault } from './rules/volatile-default.ts'
import { workUnderLock } from './rules/work-under-lock.ts'
import type { Rule } from './rule.ts'

/** The rules by what they keep from harm, in the order in which docs/lint.md has them. */
export const RULE_GROUPS: readonly { title: string; rules: readonly Rule[] }[] = [
  {
    title: 'Locks and long work',
    rules: [
      concurrentlyInTransaction,
      concurrentlyIfNotExists,
      indexNotConcurrent,
      partitionedIndex,
      dropIndexNotConcurrent,
      reindexNotConcurrent,
      uniqueConstraint,
      primaryKey,
      excludeConstraint,
      foreignKeyNotValid,
      addColumnReferences,
      checkNotValid,
      validateInSameTransaction,
      setNotNull,
      addColumnNotNull,
      volatileDefault,
      storedGenerated,
      addSequenceColumn,
      changeType,
      rewriteTable,
      vacuumFull,
      cluster,
      refreshNotConcurrent,
      attachPartition,
      detachPartition,
      inherit,
      domainConstraint,
      triggerLock,
      lockTable,
      lockTimeout,
      statementTimeout,
      setWithoutLocal,
      manyExclusiveLocks,
      workUnderLock,
      transactionControl,
    ],
  },
  {
    title: 'What the running application stands on',
    rules: [
      renameColumn,
      renameTable,
      renameOther,
      setSchema,
      dropColumn,
      dropTable,
      dropObject,
      dropSchema,
      dropCascade,
      dropNotNull,
      dropConstraint,
      truncate,
      enumValueUsed,
      enumValueDrop,
      enumValueOrder,
    ],
  },
  {
    title: 'Rows and the database itself',
    rules: [updateWithoutWhere, dataInSchemaChange, disableTrigger, replicaIdentity, catalogWrite, nonIdempotentMix],
  },
  {
    title: 'Constants and casts',
    rules: [usingMissing, jsonLiteral, enumLiteral, booleanLiteral, timestampLiteral, uuidLiteral],
  },
  {
    title: 'Choices that are hard to take back',
    rules: [
      noPrimaryKey,
      smallKey,
      foreignKeyIndex,
      redundantIndex,
      longIdentifier,
      reservedWord,
      varcharLength,
      charType,
      timestampWithoutZone,
      timeWithZone,
      jsonType,
      serialType,
      moneyType,
      floatMoney,
    ],
  },
  {
    title: 'Who may read and write (Supabase)',
    rules: [
      rlsMissing,
      rlsWithoutPolicy,
      rlsDisabled,
      policyWithoutTo,
      policyPerRow,
      policyIndex,
      policyAlwaysTrue,
      policyUserMetadata,
      functionSearchPath,
      definerExposed,
      viewSecurityInvoker,
      matviewExposed,
      grantEverybody,
      extensionInPublic,
    ],
  },
]

/** Every rule that lint knows. */
export const RULES: readonly Rule[] = RULE_GROUPS.flatMap(({ rules }) => rules)
