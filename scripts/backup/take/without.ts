import { kindOf, nameOf, type Fact } from '../../../functions/model/fact.ts'
import { refersTo } from '../scope.ts'
import type { Source } from './source.ts'

/** The rows of a schema of the platform's, and whose foreign keys a restore cannot hold without them. */
function rowsOf(schema: string, facts: readonly Fact[]): string {
  const keys = facts.filter((fact) => refersTo(fact) === schema).map(({ key }) => nameOf(key))
  const needed = keys.length === 0 ? '' : `, without which a restore cannot hold ${keys.join(', ')} for the rows`
  return `rows of the schema ${schema} (--with ${schema})${needed}`
}

/** What a restore does not bring back, in words. */
export function withoutOf(facts: readonly Fact[], platform: readonly string[], { about }: Source): string[] {
  const counted = facts.flatMap(({ key }) => {
    const kind = kindOf(key)
    return kind.startsWith('unmodelled ') ? [`${kind.slice('unmodelled '.length)} ${nameOf(key)}`] : []
  })
  const hidden = facts.filter(({ value }) => value.startsWith('not shown: ')).map(({ key }) => nameOf(key))
  const foreign = facts.filter(({ key }) => kindOf(key) === 'foreign_table').map(({ key }) => nameOf(key))
  const theirs = ['auth', 'storage'].filter((schema) => !platform.includes(schema))
  return [
    'passwords of roles',
    ...(about.supabase
      ? [
          'files in Supabase Storage',
          'what Supabase keeps in its own schemas (Vault, cron, Realtime)',
          ...theirs.map((schema) => rowsOf(schema, facts)),
        ]
      : []),
    ...(foreign.length > 0 ? [`rows of foreign tables, which are elsewhere: ${foreign.join(', ')}`] : []),
    ...(hidden.length > 0 ? [`settings whose value is not shown: ${hidden.join(', ')}`] : []),
    ...counted,
  ]
}
