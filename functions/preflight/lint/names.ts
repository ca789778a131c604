import { constraintsIn, declaredIn } from '../tree/alter.ts'
import { all, as, type Node } from '../tree/node.ts'
import { objectOf } from '../tree/name.ts'

/** A name that a statement gives to something. */
export interface Given {
  name: string
  kind: 'table' | 'column' | 'other'
  at: number | undefined
}

/** The names that a statement gives, in the order in which they stand. */
export function placesOfNames(node: Node): Given[] {
  const create = as(node, 'CreateStmt')
  const index = as(node, 'IndexStmt')
  const rename = as(node, 'RenameStmt')
  const view = as(node, 'ViewStmt')
  const kind =
    rename?.renameType === 'OBJECT_TABLE' ? 'table' : rename?.renameType === 'OBJECT_COLUMN' ? 'column' : 'other'
  return [
    ...(create
      ? [{ name: create.relation?.relname ?? '', kind: 'table' as const, at: create.relation?.location }]
      : []),
    ...(view ? [{ name: view.view?.relname ?? '', kind: 'table' as const, at: view.view?.location }] : []),
    ...declaredIn(node).flatMap(({ name, column, by }) =>
      by === 'type' ? [] : [{ name, kind: 'column' as const, at: column.location }],
    ),
    ...constraintsIn(node).flatMap(({ name, node }) =>
      name ? [{ name, kind: 'other' as const, at: node.location }] : [],
    ),
    ...(rename?.newname ? [{ name: rename.newname, kind, at: undefined } as const] : []),
    ...other(index?.idxname),
    ...other(as(node, 'CreatePolicyStmt')?.policy_name),
    ...other(as(node, 'CreateTrigStmt')?.trigname),
    ...other(objectOf(as(node, 'CreateEnumStmt')?.typeName).name),
    ...all([node], 'CreateFunctionStmt').flatMap(({ funcname }) => other(objectOf(funcname).name)),
  ]
}

const other = (name: string | undefined): Given[] => (name ? [{ name, kind: 'other', at: undefined }] : [])
