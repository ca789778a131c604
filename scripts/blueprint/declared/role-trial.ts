import type { Node } from './syntax.ts'
import type { RoleTrial, SettingTrial } from './trial.ts'

const ATTRIBUTES: Readonly<Record<string, string>> = {
  superuser: 'superuser',
  bypassrls: 'bypassrls',
  createrole: 'createrole',
  createdb: 'createdb',
  isreplication: 'replication',
}

/** CREATE ROLE and ALTER ROLE: the attributes that they name. */
export function roleTrial(role: string, options: readonly Node[] | undefined, itself: string): RoleTrial {
  const said = (options ?? []).flatMap((option) => {
    if (!('DefElem' in option) || !option.DefElem.arg || !('Boolean' in option.DefElem.arg)) return []
    const on = option.DefElem.arg.Boolean.boolval === true
    const name = option.DefElem.defname ?? ''
    if (name === 'canlogin') return [{ word: on ? 'login' : 'nologin', on: true }]
    if (name === 'inherit') return [{ word: on ? 'inherit' : 'noinherit', on: true }]
    const word = ATTRIBUTES[name]
    return word === undefined ? [] : [{ word, on }]
  })
  const words = (on: boolean) => said.filter((one) => one.on === on).map(({ word }) => word)
  return { try: 'role', role, itself, holds: words(true), lacks: words(false) }
}

/** SET and RESET of a role or a database; null for any other statement, and for RESET ALL. */
export function settingTrial(node: Node, itself: string): SettingTrial | null {
  const role = 'AlterRoleSetStmt' in node ? (node.AlterRoleSetStmt.role?.rolename ?? null) : null
  const [stmt, database] =
    'AlterRoleSetStmt' in node
      ? [node.AlterRoleSetStmt.setstmt, node.AlterRoleSetStmt.database || null]
      : 'AlterDatabaseSetStmt' in node
        ? [node.AlterDatabaseSetStmt.setstmt, node.AlterDatabaseSetStmt.dbname || null]
        : [undefined, null]
  if (!stmt?.name) return null
  return { try: 'setting', role, database, name: stmt.name, itself, resets: stmt.kind === 'VAR_RESET' }
}
