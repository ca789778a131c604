import { grantOf } from '../../../functions/drift/held.ts'
import { alterRole } from '../../../functions/drift/mend/role.ts'
import { bare } from '../../../functions/drift/mend/names.ts'
import { kindOf, nameOf, type Fact } from '../../../functions/model/fact.ts'
import { cutAtSlash } from '../../../functions/model/pinned.ts'
import { identifier } from '../../../functions/model/sql.ts'
import { attempt } from '../../rehearse/try.ts'
import type { CopySession } from '../session.ts'

/** Names of the roles that facts name, unquoted: of some only a grant or an owner is known. */
export function rolesIn(facts: readonly Fact[]): string[] {
  const named = facts.flatMap(({ key, value }) => {
    switch (kindOf(key)) {
      case 'role':
        return [nameOf(key)]
      case 'owner':
        return [value]
      case 'privilege':
      case 'default_privilege':
        return [grantOf(key).grantee, ...makerOf(key)]
      case 'member': {
        const { before, last } = cutAtSlash(nameOf(key))
        return [before, last]
      }
      case 'policy':
        return policyRoles(value)
      default:
        return []
    }
  })
  return [...new Set(named)].filter((name) => name !== 'public').map(bare)
}

const makerOf = (key: string) =>
  kindOf(key) === 'default_privilege'
    ? (/^(?:"(?:[^"]|"")*"|[^" ]+)/.exec(cutAtSlash(grantOf(key).object).before)?.slice(0, 1) ?? [])
    : []

/** `… to a, "B" using (…)` */
const policyRoles = (value: string) =>
  (/ to ((?:(?:"(?:[^"]|"")*"|[\w$]+)(?:, )?)+)(?: using | with check |$)/i.exec(value)?.[1] ?? '').match(
    /"(?:[^"]|"")*"|[\w$]+/g,
  ) ?? []

/**
 * Makes the roles that are missing, without passwords: as the backup says, or where the role may not give so much, unable to
 * log in.
 * @returns the names of those that were made
 */
export async function makeRoles(
  db: CopySession,
  facts: readonly Fact[],
  known: 'all' | 'described',
): Promise<string[]> {
  const described = new Map(
    facts.flatMap(({ key, value }) => (kindOf(key) === 'role' ? [[bare(nameOf(key)), value] as const] : [])),
  )
  const there = new Set(
    (await db.query<{ name: string }>('select rolname as name from pg_catalog.pg_roles')).map(({ name }) => name),
  )
  const missing = rolesIn(facts).filter((name) => !there.has(name) && (known === 'all' || described.has(name)))
  const made: string[] = []
  await db.exec('begin')
  for (const name of missing) {
    const key = `role:${identifier(name)}`
    const wanted = described.get(name) ?? 'nologin'
    const [full = ''] = alterRole({ key, wanted, target: null, missing: [], extra: [] })
    const refused = await attempt(db, full)
    if (refused === null || (await attempt(db, `create role ${identifier(name)} nologin;`)) === null) made.push(name)
  }
  await db.exec('commit')
  return made
}
