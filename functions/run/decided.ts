import { stateOf, type Acceptances, type KeptAcceptance } from '../model/acceptance.ts'
import { checkOf } from '../model/finding.ts'
import { counted, type Decisions, type SeenFinding, type TargetReport } from '../model/report.ts'
import { statusOf, type RunStatus } from '../model/run.ts'

/**
 * A report as people have decided about it: accepted findings come last and count for nothing. Applied whenever a report is
 * made, so that no run is needed for what expires meanwhile.
 * @param at when the decisions held, ms
 */
export async function decided(
  report: TargetReport,
  { acceptances, pin, provenAt }: Decisions,
  at: number,
): Promise<TargetReport> {
  const findings = await withAcceptances(report.findings, acceptances, at)
  const open = counted(findings)
  return {
    ...report,
    // Whatever is unknown without anybody's word stays so.
    status:
      report.status === 'unknown'
        ? 'unknown'
        : statusOf(
            open.map(({ finding }) => finding),
            report.unknowns,
          ),
    ...(pin && { pin }),
    provenAt,
    findings: [...open, ...findings.filter(({ accepted }) => accepted !== undefined)],
  }
}

/** The status of a report as people have decided about it, without what it says of the target's health. */
export function statusWithoutHealth({ findings, unknowns }: Pick<TargetReport, 'findings' | 'unknowns'>): RunStatus {
  const open = counted(findings).map(({ finding }) => finding)
  return statusOf(
    open.filter((finding) => checkOf(finding) !== 'health'),
    unknowns.filter(({ check }) => check !== 'health'),
  )
}

/** Findings with what was accepted of them; those that were resolved stay as they are. */
export const withAcceptances = (
  findings: readonly SeenFinding[],
  acceptances: Acceptances,
  at: number,
): Promise<SeenFinding[]> =>
  Promise.all(
    findings.map(async (seen) => {
      const kept = acceptances.get(seen.finding.key)
      return kept === undefined || seen.resolvedAt !== null ? seen : { ...seen, ...(await marked(seen, kept, at)) }
    }),
  )

async function marked({ finding }: SeenFinding, { state, who, reason, at: since, until }: KeptAcceptance, at: number) {
  const acceptance = { who, reason, at: since, until }
  if (until !== null && until <= at) return { lapsed: { ...acceptance, why: 'expired' as const } }
  return state === (await stateOf(finding))
    ? { accepted: acceptance }
    : { lapsed: { ...acceptance, why: 'changed' as const } }
}
