import { all, as } from '../../tree/node.ts'
import { relationOf, written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'

/** GRANT to anon or PUBLIC. */
export const grantEverybody: Rule = {
  id: 'grant-everybody',
  title: 'A privilege goes to everybody',
  severity: 'medium',
  looks: 'GRANT to anon or PUBLIC, of anything but USAGE.',
  why: 'anon is whoever has the public key, and PUBLIC is every role there is or will be. Only row level security stands between them and the rows.',
  sources: ['https://supabase.com/docs/guides/api/securing-your-api', 'Supabase splinter 0026'],
  check({ statement }) {
    const grant = as(statement.node, 'GrantStmt')
    const who = all(grant?.grantees, 'RoleSpec').flatMap(({ roletype, rolename }) =>
      roletype === 'ROLESPEC_PUBLIC' ? ['public'] : rolename === 'anon' ? ['anon'] : [],
    )
    const what = all(grant?.privileges, 'AccessPriv').map(({ priv_name: name }) => name ?? 'all')
    if (!grant?.is_grant || who.length === 0 || (what.length > 0 && what.every((name) => name === 'usage'))) return []
    const on = all(grant.objects, 'RangeVar').map((range) => written(relationOf(range)))
    const writes = what.length === 0 || what.some((name) => name !== 'select' && name !== 'usage')
    return [
      {
        subject: `${on.join(', ') || 'objects'} to ${who.join(', ')}`,
        severity: writes ? ('medium' as const) : ('low' as const),
        message: `${what.join(', ') || 'all'} on ${on.join(', ') || 'objects'} goes to ${who.join(', ')}`,
        recipe: [`grant select on ${on.join(', ') || '…'} to authenticated;`],
      },
    ]
  },
}
