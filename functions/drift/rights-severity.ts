import { kindOf, nameOf } from '../model/fact.ts'
import type { Severity } from '../model/finding.ts'
import { cutAtSlash } from '../model/pinned.ts'
import { grantOf } from './held.ts'

/** What came and what went of a pinned fact: words, or of owners and settings the whole value. */
export interface Shift {
  key: string
  gained: readonly string[]
  lost: readonly string[]
}

/** Whoever has the publishable key comes in as anon; public is every role there is. */
const ANYBODY = new Set(['anon', 'public'])
/** The roles that requests through the API run as. */
const REQUESTS = new Set(['anon', 'authenticated', 'public', 'service_role', 'authenticator'])

/** How urgent it is that a pinned fact is not as declared or approved. What opens access comes first (supabase.md). */
export function rightsSeverity(shift: Shift): Severity {
  switch (kindOf(shift.key)) {
    case 'privilege':
      return privilegeSeverity(shift)
    case 'default_privilege':
      return defaultSeverity(shift)
    case 'owner':
      return ownerSeverity(shift)
    case 'role':
      return roleSeverity(shift)
    case 'member':
      return memberSeverity(shift)
    default:
      return settingSeverity(shift.key)
  }
}

/** What everybody may use without reaching any data by it. */
const HARMLESS = new Set(['enum', 'domain', 'composite', 'range', 'type'])

function privilegeSeverity({ key, gained }: Shift): Severity {
  const { kind, grantee } = grantOf(key)
  if (gained.length === 0) return REQUESTS.has(grantee) ? 'high' : 'medium'
  if (HARMLESS.has(kind)) return 'medium'
  if (ANYBODY.has(grantee)) return 'critical'
  return grantee === 'authenticated' || gained.some((word) => word.includes('with grant option')) ? 'high' : 'medium'
}

function defaultSeverity({ key, gained }: Shift): Severity {
  const { kind, grantee } = grantOf(key)
  if (gained.length === 0 || HARMLESS.has(kind)) return 'medium'
  return ANYBODY.has(grantee) || grantee === 'authenticated' ? 'critical' : 'medium'
}

/** An owner is bound by no policy, and a SECURITY DEFINER function runs as its owner. */
function ownerSeverity({ key, gained: [owner] }: Shift): Severity {
  const isRoutine = ['function', 'procedure'].includes(kindOf(nameOf(key)))
  return isRoutine || (owner !== undefined && REQUESTS.has(owner)) ? 'critical' : 'high'
}

function roleSeverity({ gained }: Shift): Severity {
  if (gained.includes('superuser') || gained.includes('bypassrls')) return 'critical'
  return gained.some((word) => ['createrole', 'replication', 'login'].includes(word)) ? 'high' : 'medium'
}

/** Roles to be a member of which is to see or do everything. */
const POWERFUL =
  /^(?:postgres|service_role|supabase_.*|pg_(?:read_all_data|write_all_data|read_server_files|write_server_files|execute_server_program|maintain|signal_backend|create_subscription|checkpoint))$/

function memberSeverity({ key, gained }: Shift): Severity {
  const { before: role, last: member } = cutAtSlash(nameOf(key))
  if (!gained.some((word) => word.endsWith(' true'))) return member === 'authenticator' ? 'high' : 'medium'
  const opened = member === 'anon' || member === 'authenticated' || POWERFUL.test(role)
  return opened ? 'critical' : 'high'
}

/** Settings that decide what requests may reach, or what a name means. */
const GUARDING =
  /^(?:pgrst\.|search_path$|row_security$|role$|session_authorization$|.*preload_libraries$|session_replication_role$)/

const settingSeverity = (key: string): Severity => (GUARDING.test(cutAtSlash(nameOf(key)).last) ? 'high' : 'medium')
