import { z } from 'zod'
import { CheckName, checkOf } from '../../model/finding.ts'
import { counted, type TargetReport } from '../../model/report.ts'
import { tally } from '../tally.ts'

const Status = z.enum(['pass', 'warn', 'fail'])

const Check = z.object({
  componentType: z.string(),
  observedValue: z.union([z.number(), z.string()]),
  observedUnit: z.string().optional(),
  status: Status,
  time: z.iso.datetime().optional(),
  output: z.string().optional(),
})

/** https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check-06: pass and warn answer 200, fail 503. */
export const HealthJson = z.object({
  status: Status,
  serviceId: z.string(),
  description: z.string(),
  output: z.string().optional().describe('Absent where it passes'),
  notes: z.array(z.string()).optional(),
  checks: z.record(z.string(), z.array(Check)),
  links: z.record(z.string(), z.string()),
})
export type HealthJson = z.infer<typeof HealthJson>

export const HEALTH_MEDIA = 'application/health+json'

/** What could not be looked at is no pass: it warns, and where nothing could be seen it fails. */
function statusOf({ status, at, unknowns }: TargetReport): z.infer<typeof Status> {
  if (status !== 'unknown') return status
  return at === null || unknowns.some(({ check }) => check === 'connectivity') ? 'fail' : 'warn'
}

/** A target in the format that load balancers and API gateways read. */
export function healthJson(report: TargetReport, origin: string): HealthJson {
  const { target, environment, findings, unknowns, at } = report
  const status = statusOf(report)
  const unseen = unknowns.map(({ check, subject, reason }) => `${check}: ${subject}: ${reason}`)
  const never = at === null ? ['no run has ended yet'] : []
  const found = counted(findings).length > 0 ? [`findings: ${tally(counted(findings))}`] : []
  return {
    status,
    serviceId: target,
    description: `${target} (${environment}), held against its migrations`,
    ...(status !== 'pass' && { output: [...never, ...found, ...unseen].join('; ') || 'not looked at' }),
    checks: Object.fromEntries(CheckName.options.flatMap((check) => checkOfName(report, check))),
    links: { about: `${origin}/${target}` },
  }
}

/** `<component>:<measurement>`, as the draft names them: what was found, and what could not be looked at. */
function checkOfName({ findings, unknowns, at }: TargetReport, check: CheckName): [string, z.infer<typeof Check>[]][] {
  const found = counted(findings).filter(({ finding }) => checkOf(finding) === check)
  const unseen = unknowns.filter((unknown) => unknown.check === check)
  if (found.length === 0 && unseen.length === 0) return []
  const grave = found.some(({ finding }) => finding.severity === 'critical' || finding.severity === 'high')
  const fails = grave || (check === 'connectivity' && unseen.length > 0)
  return [
    [
      `${check}:findings`,
      [
        {
          componentType: 'datastore',
          observedValue: found.length,
          observedUnit: 'findings',
          status: fails ? 'fail' : 'warn',
          ...(at !== null && { time: new Date(at).toISOString() }),
          output: [tally(found), ...unseen.map(({ reason }) => `unknown: ${reason}`)].join('; '),
        },
      ],
    ],
  ]
}
