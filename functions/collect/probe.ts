import { z } from 'zod'
import type { Probe, ProbeResult } from '../model/probe.ts'
import type { Session } from './session.ts'
import { QueryFailed } from './transport.ts'
import { identifier } from '../model/sql.ts'

export interface Probing {
  /** Longest time for one question, ms. */
  timeout: number
  /** The role that asks, for the grants that it may lack. */
  role: string
  /** Longest time for all questions together, ms; unlimited unless given. */
  budget?: number
}

/** How long a question may take unless something else is said, ms. */
export const PROBE_TIMEOUT = 2000

/**
 * Asks a target each probe, one after the other, in the session's read-only snapshot. Row security is off: where it would
 * hide rows PostgreSQL refuses the question, instead of answering for the rows that it lets be seen.
 */
export async function runProbes(session: Session, probes: readonly Probe[], how: Probing): Promise<ProbeResult[]> {
  const results: ProbeResult[] = []
  const deadline = Date.now() + (how.budget ?? Infinity)
  for (const probe of probes)
    results.push(Date.now() < deadline ? await runProbe(session, probe, how) : tooLate(probe, how.budget ?? 0))
  return results
}

const tooLate = (probe: Probe, budget: number): ProbeResult => ({
  state: 'unknown',
  probe,
  reason: `the questions before it took all of the ${budget} ms there are`,
  mend: 'ask from a laptop, without that limit: plumbline probe',
})

/** Expressions of a migration find their functions and operators as on a Supabase project; tables have their schema. */
const settings = (timeout: number) =>
  `set local search_path = public, extensions;\nset local row_security = off;\nset local statement_timeout = ${Math.round(timeout)};\n`

const Counted = z.array(z.object({ rows: z.number().int() })).length(1)
const Sampled = z.array(z.record(z.string(), z.string().nullable()))

async function runProbe(session: Session, probe: Probe, how: Probing): Promise<ProbeResult> {
  if (probe.refused !== null || probe.count === null)
    return {
      state: 'unknown',
      probe,
      reason: probe.refused ?? 'it cannot be asked',
      mend: 'look when the deploy before is done, or rehearse it',
    }
  try {
    const strange = await strangersAmong(session, probe.calls)
    if (strange.length > 0)
      return {
        state: 'unknown',
        probe,
        reason: `it calls ${strange.join(', ')}, which is not PostgreSQL's own or volatile: Plumbline does not run it on a target`,
        mend: `as a role that may: ${probe.find}`,
      }
    const [counted] = Counted.parse(await session.query(settings(how.timeout) + probe.count))
    const rows = counted?.rows ?? 0
    if (rows === 0) return { state: 'holds', probe }
    const sample = probe.sample === null ? [] : Sampled.parse(await session.query(settings(how.timeout) + probe.sample))
    return changed({ state: 'fails', probe, rows, sample })
  } catch (error) {
    if (error instanceof QueryFailed) return answerOf(error, probe, how)
    throw error
  }
}

/** What fails now may hold once the statements before have run. */
const changed = (result: Extract<ProbeResult, { state: 'fails' }>): ProbeResult =>
  result.probe.changedBefore === null
    ? result
    : {
        state: 'unknown',
        probe: result.probe,
        reason: `${result.rows ?? 'some'} would fail now, but ${result.probe.changedBefore} of the same deploy changes the rows before`,
        mend: 'rehearse the deploy on a copy',
      }

function answerOf({ failure }: QueryFailed, probe: Probe, { timeout, role }: Probing): ProbeResult {
  const { sqlstate, reason, mend } = failure
  // The message of such an error may quote a value.
  if (probe.throws && sqlstate?.startsWith('22')) return changed({ state: 'fails', probe, rows: null, sample: [] })
  if (sqlstate === '57014')
    return {
      state: 'unknown',
      probe,
      reason: `the rows could not be counted within ${timeout} ms`,
      mend: `--probe-timeout ${timeout * 5}, at a quiet hour; or ${probe.find}`,
    }
  if (sqlstate === '42501' && /row-level security/.test(reason))
    return {
      state: 'unknown',
      probe,
      reason: `row level security hides rows of ${probe.relation} from ${role}`,
      mend: `ask as the owner of ${probe.relation}, or: alter role ${identifier(role)} bypassrls;`,
    }
  if (sqlstate === '42501')
    return { state: 'unknown', probe, reason: `${role} may not read ${probe.relation}`, mend: grants(probe, role) }
  if (sqlstate !== null && /^(?:42P01|42703|42704|42883|3F000)$/.test(sqlstate))
    return {
      state: 'unknown',
      probe,
      reason: `the target has not (yet) what the statement speaks of (${sqlstate})`,
      mend: 'see what preflight says of it',
    }
  return {
    state: 'unknown',
    probe,
    reason: sqlstate === null ? reason : `the question was refused (${sqlstate})`,
    mend,
  }
}

/** The least that lets the role ask: the key and the columns that are compared. */
const grants = ({ reads }: Probe, role: string) =>
  Object.entries(reads)
    .map(
      ([table, columns]) => `grant select (${columns.map(identifier).join(', ')}) on ${table} to ${identifier(role)};`,
    )
    .join(' ')

/** Which of some functions are not PostgreSQL's own, or are volatile. */
async function strangersAmong(session: Session, calls: readonly string[]): Promise<string[]> {
  if (calls.length === 0) return []
  const names = calls
    .map((name) => `'${name.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`.replace(/^(?=.*\\)/, 'E'))
    .join(', ')
  const rows = await session.query<{ name: string }>(
    `select c.name from unnest(array[${names}]::text[]) as c (name)
where not exists (
  select from pg_catalog.pg_proc p where p.proname = c.name and p.pronamespace = 'pg_catalog'::regnamespace
) or exists (
  select from pg_catalog.pg_proc p
  where p.proname = c.name and (p.pronamespace <> 'pg_catalog'::regnamespace or p.provolatile = 'v')
)
order by c.name`,
  )
  return rows.map(({ name }) => name)
}
