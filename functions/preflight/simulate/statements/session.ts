import { family } from '../family.ts'
import { unsettle } from '../held.ts'
import { doubt } from '../remark.ts'
import { notInTransaction } from './create-index.ts'

/** SET: a search_path changes what every later name means. */
export const set = family('VariableSetStmt', {
  *check(_world, { name }) {
    if (name === 'role' || name === 'session_authorization') yield doubt('what another role may do is not simulated')
  },
  apply(world, { name }) {
    if (name === 'role' || name === 'session_authorization') unsettle(world)
    if (name === 'search_path') world.anything ??= 'a SET search_path before it changes what its names mean'
  },
})

/** VACUUM; ANALYZE by itself may run anywhere. */
export const vacuum = family('VacuumStmt', {
  *check(_world, { is_vacuumcmd }) {
    if (is_vacuumcmd) yield notInTransaction('VACUUM')
  },
  apply() {},
})

/** REINDEX */
export const reindex = family('ReindexStmt', {
  *check(_world, { params, kind }) {
    const concurrently = (params ?? []).some((node) => 'DefElem' in node && node.DefElem.defname === 'concurrently')
    if (concurrently) yield notInTransaction('REINDEX CONCURRENTLY')
    if (kind === 'REINDEX_OBJECT_SCHEMA' || kind === 'REINDEX_OBJECT_SYSTEM' || kind === 'REINDEX_OBJECT_DATABASE')
      yield notInTransaction(`REINDEX ${kind.replace('REINDEX_OBJECT_', '')}`)
    yield doubt('REINDEX is not simulated further')
  },
  apply() {},
})

export const createDatabase = family('CreatedbStmt', {
  *check() {
    yield notInTransaction('CREATE DATABASE')
  },
  apply() {},
})

export const dropDatabase = family('DropdbStmt', {
  *check() {
    yield notInTransaction('DROP DATABASE')
  },
  apply() {},
})

export const alterSystem = family('AlterSystemStmt', {
  *check() {
    yield notInTransaction('ALTER SYSTEM')
  },
  apply() {},
})

/** BEGIN, COMMIT and their kin inside a migration. */
export const transaction = family('TransactionStmt', {
  *check(_world, { kind }) {
    if (kind === 'TRANS_STMT_COMMIT')
      yield doubt(
        'a COMMIT ends the transaction of Drizzle midway: what follows is committed statement by statement, and a failure leaves the database half migrated',
      )
    else if (kind !== 'TRANS_STMT_BEGIN' && kind !== 'TRANS_STMT_START')
      yield doubt('what a migration does with transactions of its own is not simulated')
  },
  apply(world, { kind }) {
    if (kind === 'TRANS_STMT_COMMIT') world.fresh.clear()
    else if (kind === 'TRANS_STMT_ROLLBACK') world.anything ??= 'a ROLLBACK before it took back what was made'
  },
})
