import type { RoleSpec } from '@supabase/pg-parser/17/types'
import { relationOf, type Name } from '../tree/name.ts'
import { all, as, type Node } from '../tree/node.ts'

/** A policy that a statement makes or changes. */
export interface Policy {
  name: string
  table: Name
  /** select, insert, update, delete or all; null in ALTER POLICY. */
  command: string | null
  roles: RoleSpec[]
  using: Node | undefined
  check: Node | undefined
  made: boolean
}

/** The policy of a CREATE POLICY or ALTER POLICY. */
export function policyOf(node: Node): Policy | null {
  const create = as(node, 'CreatePolicyStmt')
  const own = create ?? as(node, 'AlterPolicyStmt')
  if (!own) return null
  return {
    name: own.policy_name ?? '',
    table: relationOf(own.table),
    command: create ? create.cmd_name || 'all' : null,
    roles: all(own.roles, 'RoleSpec'),
    using: own.qual,
    check: own.with_check,
    made: create !== null,
  }
}
