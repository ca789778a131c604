import { kindOf, nameOf } from '../../model/fact.ts'
import type { Finding } from '../../model/finding.ts'
import type { SupabaseApplied } from '../../model/supabase.ts'

/** Whether a finding is of something that is there unexplained: a migration of the Supabase CLI may have made it. */
export const mayBeSupabase = ({ type }: Finding): boolean =>
  type === 'drift.extra' || type === 'drift.collision' || type === 'drift.pushed'

type Maker = Pick<SupabaseApplied, 'version' | 'name' | 'makes'>

/** Findings of which the Supabase CLI's history says who made what they are about. `rows`: in the order in which they ran. */
export function withSupabase(findings: readonly Finding[], rows: readonly Maker[]): Finding[] {
  const makers = new Map(rows.flatMap((row) => row.makes.map((key) => [key, row] as const)))
  const makerOf = (key: string) => makers.get(withoutArguments(key))
  return findings.map((finding) => {
    if (finding.type === 'drift.pushed') {
      const supabase = [...new Set(finding.follows.flatMap((key) => tagOf(makerOf(key))))]
      return supabase.length === 0 ? finding : { ...finding, supabase }
    }
    if (finding.type !== 'drift.extra' && finding.type !== 'drift.collision') return finding
    const maker = makerOf(finding.fact)
    if (maker === undefined) return finding
    const migration = finding.type === 'drift.collision' ? finding.migration : null
    return { ...finding, cause: { kind: 'supabase', version: maker.version, name: maker.name, migration } }
  })
}

/** `version_name`, as the file is called. */
const tagOf = (row: Maker | undefined): string[] =>
  row === undefined ? [] : [row.name === null ? row.version : `${row.version}_${row.name}`]

/** A fact key as a statement's beginning names it: what a routine is called with is not said there. */
export const withoutArguments = (key: string): string => {
  const name = nameOf(key)
  return ['function', 'procedure'].includes(kindOf(key)) ? `${kindOf(key)}:${name.replace(/\(.*$/s, '')}` : key
}
