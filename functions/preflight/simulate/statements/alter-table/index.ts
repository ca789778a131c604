import type { AlterTableCmd, AlterTableStmt } from '@supabase/pg-parser/17/types'
import { family } from '../../family.ts'
import { findRelation, missing, nameOfRange } from '../../lookup.ts'
import { idOf, pathOf } from '../../names.ts'
import { changeRights, ownerOf } from '../../held.ts'
import { needCreateBy, needOwner, needSetRole, needUsage } from '../../permission.ts'
import { doubt, fault, type Remarks } from '../../remark.ts'
import { needRole } from '../../roles.ts'
import { addIdentity, columnDefault, dropIdentity, dropNotNull, ofColumn, setNotNull } from './column-attributes.ts'
import { columnTypeChange } from './column-type.ts'
import { addColumn, dropColumn } from './column.ts'
import { addConstraint, dropConstraint, validateConstraint } from './constraint.ts'
import { nameOfTable, type Subcommand } from './subcommand.ts'
import { doubtOf, partOf, type Thing } from '../../world.ts'

const nothing: Subcommand = { *check() {}, apply() {} }

const trigger: Subcommand = {
  *check(world, table, { name = '' }) {
    if (!partOf(world, table, 'trigger', name)) {
      const unsure = doubtOf(world, name, nameOfTable(table))
      yield unsure === null
        ? fault('42704', `trigger "${name}" for table "${nameOfTable(table)}" does not exist`, {
            thing: idOf('trigger', ...pathOf(table.id), name),
          })
        : doubt(unsure)
    }
  },
  apply() {},
}

const owner: Subcommand = {
  *check(world, table, { newowner }) {
    yield* needRole(world, newowner)
    const to = newowner?.roletype === 'ROLESPEC_CSTRING' ? (newowner.rolename ?? '') : null
    if (to === null) return
    if (world.rights === null) return yield doubt('whether the role that migrates may give the table away is not known')
    // To hand a thing to its owner changes nothing, and is let pass.
    const own = ownerOf(world, table.id)
    if (own === null || own === to) return
    yield* needSetRole(world, to)
    yield* needCreateBy(world, to, pathOf(table.id)[0] ?? '')
  },
  apply: (world, table) => changeRights(world, table.id),
}

/** The actions that are simulated, by PostgreSQL's name for them. */
const ACTIONS: Readonly<Record<string, Subcommand>> = {
  AT_AddColumn: addColumn,
  AT_DropColumn: dropColumn,
  AT_AlterColumnType: columnTypeChange,
  AT_ColumnDefault: columnDefault,
  AT_SetNotNull: setNotNull,
  AT_DropNotNull: dropNotNull,
  AT_AddIdentity: addIdentity,
  AT_DropIdentity: dropIdentity,
  AT_SetStatistics: ofColumn,
  AT_SetStorage: ofColumn,
  AT_SetCompression: ofColumn,
  AT_AddConstraint: addConstraint,
  AT_DropConstraint: dropConstraint,
  AT_ValidateConstraint: validateConstraint,
  AT_EnableTrig: trigger,
  AT_DisableTrig: trigger,
  AT_EnableAlwaysTrig: trigger,
  AT_EnableReplicaTrig: trigger,
  AT_EnableRowSecurity: nothing,
  AT_DisableRowSecurity: nothing,
  AT_ForceRowSecurity: nothing,
  AT_NoForceRowSecurity: nothing,
  AT_SetLogged: nothing,
  AT_SetUnLogged: nothing,
  AT_ChangeOwner: owner,
}

/** Actions that views take, too. */
const OF_VIEWS = new Set([
  'AT_ColumnDefault',
  'AT_ChangeOwner',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_AddIdentity',
  'AT_DropIdentity',
  'AT_SetIdentity',
])

const WORDS: Readonly<Record<string, string>> = {
  AT_AddColumn: 'ADD COLUMN',
  AT_DropColumn: 'DROP COLUMN',
  AT_AlterColumnType: 'ALTER COLUMN ... SET DATA TYPE',
  AT_SetNotNull: 'ALTER COLUMN ... SET NOT NULL',
  AT_DropNotNull: 'ALTER COLUMN ... DROP NOT NULL',
  AT_ColumnDefault: 'ALTER COLUMN ... SET DEFAULT',
  AT_AddIdentity: 'ALTER COLUMN ... ADD IDENTITY',
  AT_DropIdentity: 'ALTER COLUMN ... DROP IDENTITY',
  AT_SetStatistics: 'ALTER COLUMN ... SET STATISTICS',
  AT_AddConstraint: 'ADD CONSTRAINT',
  AT_DropConstraint: 'DROP CONSTRAINT',
  AT_ValidateConstraint: 'VALIDATE CONSTRAINT',
  AT_EnableRowSecurity: 'ENABLE ROW SECURITY',
  AT_DisableRowSecurity: 'DISABLE ROW SECURITY',
  AT_ForceRowSecurity: 'FORCE ROW SECURITY',
  AT_NoForceRowSecurity: 'NO FORCE ROW SECURITY',
}

const commandsOf = (statement: AlterTableStmt): AlterTableCmd[] =>
  (statement.cmds ?? []).flatMap((node) => ('AlterTableCmd' in node ? node.AlterTableCmd : []))

/** ALTER TABLE, with one or more actions; ALTER VIEW, INDEX and SEQUENCE where their actions are the same. */
export const alterTable = family('AlterTableStmt', {
  *check(world, statement) {
    const name = nameOfRange(statement.relation)
    yield* needUsage(world, name.schema)
    const found = findRelation(world, name)
    if (statement.missing_ok && !found) return
    if (!found) return yield* missing(world, name, 'ddl', statement.relation?.location)
    yield* needOwner(world, found)
    if (statement.objtype !== 'OBJECT_TABLE')
      return yield doubt(`ALTER ${(statement.objtype ?? '').replace('OBJECT_', '')} is not simulated`)
    if (found.by === 'around')
      return yield doubt(
        `${found.relation.schema}.${found.relation.name} is the platform's: its columns and constraints are not all read`,
      )
    const table = found.thing
    for (const command of commandsOf(statement)) {
      yield* fits(table, command)
      if (table.kind === 'view') yield doubt('what ALTER TABLE does to a view is not simulated')
      const action = table.kind === 'view' ? undefined : ACTIONS[command.subtype ?? '']
      if (action) yield* action.check(world, table, command)
      else yield doubt(`the action ${(command.subtype ?? '').replace('AT_', '')} of ALTER TABLE is not simulated`)
    }
  },
  apply(world, statement) {
    const found = findRelation(world, nameOfRange(statement.relation))
    if (found?.by !== 'facts') return
    for (const command of commandsOf(statement)) ACTIONS[command.subtype ?? '']?.apply(world, found.thing, command)
  },
})

const PLURALS: Readonly<Record<string, string>> = {
  view: 'views',
  matview: 'materialized views',
  sequence: 'sequences',
  index: 'indexes',
  composite: 'composite types',
  foreign_table: 'foreign tables',
  constraint: 'indexes',
}

function* fits(thing: Thing, { subtype = 'AT_AddColumn' }: AlterTableCmd): Remarks {
  if (thing.kind === 'table' || thing.kind === 'foreign_table' || (thing.kind === 'view' && OF_VIEWS.has(subtype)))
    return
  yield fault(
    '42809',
    `ALTER action ${WORDS[subtype] ?? subtype} cannot be performed on relation "${nameOfTable(thing)}"`,
    {
      detail: `This operation is not supported for ${PLURALS[thing.kind] ?? thing.kind}.`,
      thing: thing.id,
    },
  )
}
