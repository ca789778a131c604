import type { AlterTableCmd, Node } from '@supabase/pg-parser/17/types'

/** The order in which PostgreSQL takes the actions of one ALTER TABLE, whatever their order in the text (tablecmds.c, AT_PASS). */
const PASSES: readonly string[][] = [
  ['AT_DropColumn', 'AT_DropConstraint', 'AT_DropNotNull', 'AT_DropIdentity', 'AT_DropExpression'],
  ['AT_AlterColumnType'],
  ['AT_AddColumn'],
  ['AT_SetNotNull', 'AT_AddIdentity', 'AT_SetIdentity'],
  ['AT_AddConstraint'],
]

function passOf({ subtype = 'AT_AddColumn', def }: AlterTableCmd): number {
  if (subtype === 'AT_ColumnDefault') return def ? PASSES.length : 0
  const pass = PASSES.findIndex((subtypes) => subtypes.includes(subtype))
  if (subtype === 'AT_AddConstraint' && def && 'Constraint' in def && def.Constraint.contype === 'CONSTR_FOREIGN')
    return PASSES.length + 1
  return pass === -1 ? PASSES.length : pass
}

/** A statement as the steps in which PostgreSQL takes it. */
export function stepsOf(node: Node): Node[] {
  if (!('AlterTableStmt' in node)) return [node]
  const commands = (node.AlterTableStmt.cmds ?? []).flatMap((cmd) => ('AlterTableCmd' in cmd ? cmd : []))
  if (commands.length < 2) return [node]
  return commands
    .toSorted((a, b) => passOf(a.AlterTableCmd) - passOf(b.AlterTableCmd))
    .map((cmd) => ({ AlterTableStmt: { ...node.AlterTableStmt, cmds: [cmd] } }))
}
