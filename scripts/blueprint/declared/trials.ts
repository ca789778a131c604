import { roleTrial, settingTrial } from './role-trial.ts'
import { grantTrial, ownerTrial, plain } from './rights-trial.ts'
import { nodeOf, type Node } from './syntax.ts'
import type { Trial } from './trial.ts'

const MAY_SAY = /\b(?:grant|revoke|owner|authorization|owned|privileges|role|user|group|database)\b/i

/** Whether a text might hold anything to try; cheaper than parsing it. */
export const mayDeclare = (sql: string): boolean => MAY_SAY.test(sql)

/**
 * How to find out what one statement says; null where it says nothing about pinned facts, or only about whoever runs it
 * (CURRENT_USER): that is another role here than on the target.
 * @param own whether the role that replays stands for the one that migrates the target
 */
export async function trialOf(sql: string, own: boolean): Promise<Trial | null> {
  if (!mayDeclare(sql)) return null
  const only = await nodeOf(sql)
  if (only === null) return null
  const trial = await trialOfNode(only, sql, own)
  return trial !== null && /ROLESPEC_(?:CURRENT|SESSION)/.test(JSON.stringify(only)) ? null : trial
}

async function trialOfNode(node: Node, sql: string, own: boolean): Promise<Trial | null> {
  if ('GrantStmt' in node || 'AlterDefaultPrivilegesStmt' in node || 'GrantRoleStmt' in node)
    return grantTrial(node, sql, own)
  if ('AlterOwnerStmt' in node || 'AlterTableStmt' in node) return ownerTrial(node)
  if ('CreateSchemaStmt' in node && node.CreateSchemaStmt.authrole) {
    const { schemaname, authrole } = node.CreateSchemaStmt
    const owner = authrole.rolename ?? ''
    return { try: 'schema', schema: schemaname || owner, owner, itself: sql }
  }
  if ('ReassignOwnedStmt' in node || 'DropOwnedStmt' in node) return plain(sql)
  if ('CreateRoleStmt' in node) return roleTrial(node.CreateRoleStmt.role ?? '', node.CreateRoleStmt.options, sql)
  if ('AlterRoleStmt' in node && node.AlterRoleStmt.action !== -1) {
    return roleTrial(node.AlterRoleStmt.role?.rolename ?? '', node.AlterRoleStmt.options, sql)
  }
  return settingTrial(node, sql)
}
