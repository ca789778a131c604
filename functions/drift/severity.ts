import { kindOf } from '../model/fact.ts'
import type { Severity } from '../model/finding.ts'
import type { Difference } from './compare.ts'
import { losesRowSecurity, securitySeverity } from './security.ts'

/** By kind: how urgent it is that a fact is missing, extra, changed. What guards access comes first (supabase.md). */
const SEVERITIES: Record<string, Record<Difference['direction'], Severity>> = {
  schema: { missing: 'high', extra: 'medium', changed: 'medium' },
  extension: { missing: 'high', extra: 'low', changed: 'medium' },
  table: { missing: 'high', extra: 'medium', changed: 'high' },
  column: { missing: 'high', extra: 'medium', changed: 'high' },
  constraint: { missing: 'high', extra: 'medium', changed: 'high' },
  index: { missing: 'medium', extra: 'low', changed: 'medium' },
  sequence: { missing: 'high', extra: 'low', changed: 'medium' },
  enum: { missing: 'high', extra: 'medium', changed: 'high' },
  domain: { missing: 'high', extra: 'medium', changed: 'high' },
  composite: { missing: 'high', extra: 'medium', changed: 'high' },
  view: { missing: 'high', extra: 'medium', changed: 'high' },
  matview: { missing: 'high', extra: 'medium', changed: 'high' },
  function: { missing: 'high', extra: 'medium', changed: 'high' },
  procedure: { missing: 'high', extra: 'medium', changed: 'high' },
  trigger: { missing: 'high', extra: 'high', changed: 'high' },
  policy: { missing: 'critical', extra: 'critical', changed: 'critical' },
  rule: { missing: 'high', extra: 'high', changed: 'high' },
  event_trigger: { missing: 'high', extra: 'high', changed: 'high' },
  aggregate: { missing: 'high', extra: 'medium', changed: 'high' },
  operator: { missing: 'high', extra: 'medium', changed: 'high' },
  opfamily: { missing: 'high', extra: 'medium', changed: 'high' },
  opclass: { missing: 'high', extra: 'medium', changed: 'high' },
  cast: { missing: 'high', extra: 'high', changed: 'high' },
  collation: { missing: 'high', extra: 'low', changed: 'high' },
  range: { missing: 'high', extra: 'medium', changed: 'high' },
  ts_config: { missing: 'high', extra: 'low', changed: 'medium' },
  ts_dict: { missing: 'high', extra: 'low', changed: 'medium' },
  statistics: { missing: 'low', extra: 'low', changed: 'low' },
  fdw: { missing: 'high', extra: 'medium', changed: 'high' },
  server: { missing: 'high', extra: 'high', changed: 'high' },
  user_mapping: { missing: 'high', extra: 'high', changed: 'high' },
  foreign_table: { missing: 'high', extra: 'medium', changed: 'high' },
  publication: { missing: 'high', extra: 'high', changed: 'high' },
  publication_table: { missing: 'high', extra: 'high', changed: 'high' },
  publication_schema: { missing: 'high', extra: 'high', changed: 'high' },
  comment: { missing: 'low', extra: 'low', changed: 'low' },
}

/** How urgent a difference is. A collision with a pending migration is high: the next deploy will fail on it. */
export function severityOf(difference: Difference): Severity {
  if (losesRowSecurity(difference)) return 'critical'
  if (difference.early) return 'high'
  return securitySeverity(difference) ?? SEVERITIES[kindOf(difference.key)]?.[difference.direction] ?? 'medium'
}
