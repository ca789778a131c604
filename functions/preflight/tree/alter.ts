import type { AlterTableCmd, ColumnDef, Constraint } from '@supabase/pg-parser/17/types'
import { addedConstraint, columnConstraints, type AddedConstraint } from '../known/column.ts'
import { relationOf, type Name } from './name.ts'
import { all, as, type Node } from './node.ts'

type Subtype = NonNullable<AlterTableCmd['subtype']>

/** One subcommand of an ALTER TABLE. */
export interface Step {
  table: Name
  subtype: Subtype | undefined
  /** The column, constraint or trigger that it names; '' where it names none. */
  name: string
  definition: ColumnDef | null
  constraint: Constraint | null
  command: AlterTableCmd
}

/** The subcommands of an ALTER TABLE, of some kinds or of all. */
export function stepsOf(node: Node, ...subtypes: Subtype[]): Step[] {
  const alter = as(node, 'AlterTableStmt')
  if (alter?.objtype !== 'OBJECT_TABLE') return []
  return all(alter.cmds, 'AlterTableCmd')
    .filter(({ subtype }) => subtypes.length === 0 || (subtype !== undefined && subtypes.includes(subtype)))
    .map((command) => ({
      table: relationOf(alter.relation),
      subtype: command.subtype,
      name: command.name ?? '',
      definition: as(command.def, 'ColumnDef'),
      constraint: as(command.def, 'Constraint'),
      command,
    }))
}

/** A column that a statement declares. */
export interface Declared {
  table: Name
  column: ColumnDef
  name: string
  /** By CREATE TABLE, by ADD COLUMN, or by a change of its type. */
  by: 'create' | 'add' | 'type'
}

/** The columns that a statement declares or gives another type. */
export function declaredIn(node: Node): Declared[] {
  const create = as(node, 'CreateStmt')
  const table = relationOf(create?.relation)
  const made = all(create?.tableElts, 'ColumnDef').map((column) => ({
    table,
    column,
    name: column.colname ?? '',
    by: 'create' as const,
  }))
  const altered = stepsOf(node, 'AT_AddColumn', 'AT_AlterColumnType').flatMap((step): Declared[] =>
    step.definition === null
      ? []
      : [
          {
            table: step.table,
            column: step.definition,
            name: step.definition.colname || step.name,
            by: step.subtype === 'AT_AddColumn' ? 'add' : 'type',
          },
        ],
  )
  return [...made, ...altered]
}

/** A constraint with its table. */
export interface Added extends AddedConstraint {
  table: Name
  /** The table is made by the same statement. */
  created: boolean
}

/** What constraintsIn found, for as long as the tree lives: each statement is asked again by all those before it. */
const found = new WeakMap<Node, readonly Added[]>()

/** The constraints that a statement adds, behind columns or alone. */
export function constraintsIn(node: Node): readonly Added[] {
  const known = found.get(node) ?? addedBy(node)
  found.set(node, known)
  return known
}

function addedBy(node: Node): Added[] {
  const create = as(node, 'CreateStmt')
  const table = relationOf(create?.relation)
  const made = [
    ...all(create?.tableElts, 'ColumnDef').flatMap(columnConstraints),
    ...all(create?.tableElts, 'Constraint').flatMap((constraint) => addedConstraint(constraint, null)),
  ].map((added) => ({ ...added, table, created: true }))
  const altered = stepsOf(node, 'AT_AddColumn', 'AT_AddConstraint').flatMap(({ table, definition, constraint }) =>
    [
      ...(definition ? columnConstraints(definition) : []),
      ...(constraint ? addedConstraint(constraint, null) : []),
    ].map((added) => ({ ...added, table, created: false })),
  )
  return [...made, ...altered]
}
