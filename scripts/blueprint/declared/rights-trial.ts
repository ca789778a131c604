import { sqlOf, type Node } from './syntax.ts'
import type { RightsTrial } from './trial.ts'

/** A role that is made for a moment, to own what is about to get its owner. */
const ANOTHER_ROLE = 'plumbline_another'

/** What changes when it is run, of what is there. */
export const plain = (sql: string): RightsTrial => ({
  try: 'rights',
  opposite: null,
  itself: sql,
  says: { come: true, gone: true },
  kinds: ['privilege', 'owner', 'default_privilege', 'member'],
  onlyKnown: true,
  unsaid: [],
})

/** GRANT and REVOKE, also of roles and by default; null where it is about the defaults of whoever runs it, who is another on the target. */
export async function grantTrial(node: Node, sql: string, own: boolean): Promise<RightsTrial | null> {
  const opposite = structuredClone(node)
  const [kind, stmt] =
    'GrantStmt' in opposite
      ? (['privilege', opposite.GrantStmt] as const)
      : 'AlterDefaultPrivilegesStmt' in opposite
        ? (['default_privilege', opposite.AlterDefaultPrivilegesStmt.action] as const)
        : 'GrantRoleStmt' in opposite
          ? (['member', opposite.GrantRoleStmt] as const)
          : ([null, undefined] as const)
  if (kind === null || stmt === undefined) return null
  if (kind === 'default_privilege' && !own && !/\bfor\s+(?:role|user)\b/i.test(sql)) return null
  const grants = stmt.is_grant === true
  stmt.is_grant = !grants
  stmt.behavior = grants ? 'DROP_CASCADE' : 'DROP_RESTRICT'
  if ('grant_option' in stmt && grants) stmt.grant_option = false
  if ('opt' in stmt) stmt.opt = grants ? [] : (stmt.opt ?? []).map(switchedOn)
  const maintain = /\bmaintain\b/i.test(sql)
  return {
    try: 'rights',
    opposite: await sqlOf(opposite),
    itself: sql,
    says: { come: grants, gone: !grants },
    kinds: [kind],
    onlyKnown: false,
    unsaid: grants && !maintain ? ['MAINTAIN', 'MAINTAIN with grant option'] : [],
  }
}

const switchedOn = (option: Node): Node =>
  'DefElem' in option ? { DefElem: { ...option.DefElem, arg: { Boolean: { boolval: true } } } } : option

/** OWNER TO; null for any other ALTER TABLE. */
export async function ownerTrial(node: Node): Promise<RightsTrial | null> {
  const itself = structuredClone(node)
  if ('AlterTableStmt' in itself) {
    const { AlterTableStmt: table } = itself
    table.cmds =
      table.cmds?.filter((one) => 'AlterTableCmd' in one && one.AlterTableCmd.subtype === 'AT_ChangeOwner') ?? []
    if (table.cmds.length === 0) return null
  }
  const opposite = structuredClone(itself)
  const another = { roletype: 'ROLESPEC_CSTRING', rolename: ANOTHER_ROLE } as const
  if ('AlterOwnerStmt' in opposite) opposite.AlterOwnerStmt.newowner = another
  if ('AlterTableStmt' in opposite) {
    for (const one of opposite.AlterTableStmt.cmds ?? [])
      if ('AlterTableCmd' in one) one.AlterTableCmd.newowner = another
  }
  return {
    try: 'rights',
    opposite: `create role ${ANOTHER_ROLE} superuser; ${await sqlOf(opposite)}`,
    itself: await sqlOf(itself),
    says: { come: true, gone: false },
    kinds: ['owner'],
    onlyKnown: false,
    unsaid: [],
  }
}
