import { isOfObject } from '../drift/attribution/who.ts'
import { checkOf, Finding, severityRank, type CheckName } from '../model/finding.ts'
import type { SeenFinding } from '../model/report.ts'
import { statusOf, type Look, type RunStatus } from '../model/run.ts'
import type { FindingChanges } from '../store/finish.ts'

/** `last_seen` of an unchanged finding is written this often, so that a lasting finding costs few rows. ms */
export const HEARTBEAT = 3_600_000

/** What a look changes in the findings of its target, and how they stand after it. */
export interface Settled {
  changes: FindingChanges
  /** Open findings, most severe first, then by key. */
  findings: SeenFinding[]
  status: RunStatus
}

/** This run, and the one before it that looked for drift and could see it; null: none did. */
export interface Runs {
  now: string
  before: { run: string; at: number } | null
  /** The deploy nearest to what came in between; null: there was none. */
  deploy?: { id: string; at: number } | null
}

/** Adds to drift when it came: with the first run that sees it, and the same from then on. */
function appearing(finding: Finding, known: SeenFinding | undefined, at: number, runs: Runs | undefined): Finding {
  if (!isDrift(finding)) return finding
  if (known !== undefined) {
    const appeared = isDrift(known.finding) ? known.finding.appeared : undefined
    const who = 'who' in known.finding ? known.finding.who : undefined
    const since = appeared === undefined ? finding : { ...finding, appeared }
    return who !== undefined && isOfObject(since) ? { ...since, who } : since
  }
  if (runs === undefined) return finding
  const appeared = { after: runs.before, by: { run: runs.now, at }, ...(runs.deploy && { deploy: runs.deploy }) }
  return { ...finding, appeared }
}

type Drift = Exclude<Extract<Finding, { type: `drift.${string}` }>, { type: 'drift.unpinned' }>

/** Whether something of a target's catalog is told, which came at some time. */
export const isDrift = (finding: Finding): finding is Drift =>
  checkOf(finding) === 'drift' && finding.type !== 'drift.unpinned'

type Covering = Pick<Look, 'checks' | 'unknowns'>

/** Whether a look reached its target: only then can it say anything about findings. */
export const reached = ({ checks, unknowns }: Covering): boolean =>
  checks.length > 0 && !unknowns.some(({ check }) => check === 'connectivity')

/** Whether what a look does not show of a check is gone: the check was made, and nothing of it is unknown. */
export const covers = (look: Covering, check: CheckName): boolean =>
  reached(look) && look.checks.includes(check) && !look.unknowns.some((unknown) => unknown.check === check)

/** Whether the absence of a finding from a look says that it is gone. */
export const coversFinding = (look: Covering & Pick<Look, 'health'>, finding: Finding): boolean =>
  finding.type === 'health.check'
    ? reached(look) && look.health?.includes(finding.id) === true
    : covers(look, checkOf(finding))

/**
 * Settles a look that ended at `at` (ms) with the findings that were open before it. A finding is resolved when it is
 * absent from a look that covers its check; what could not be looked at stays as it was.
 */
export function settle(open: readonly SeenFinding[], look: Look, at: number, runs?: Runs): Settled {
  const before = new Map(open.map((seen) => [seen.finding.key, seen]))
  const found = new Set(look.findings.map(({ key }) => key))
  const absent = open.filter(({ finding }) => !found.has(finding.key))
  const [gone, stay] = partition(absent, ({ finding }) => coversFinding(look, finding))
  const seen = look.findings.map((found): SeenFinding => {
    const known = before.get(found.key)
    const finding = appearing(found, known, at, runs)
    return { finding, firstSeen: known?.firstSeen ?? at, lastSeen: at, resolvedAt: null }
  })
  const findings = [...seen, ...stay].toSorted(bySeverity)
  return {
    changes: {
      write: seen.map(({ finding }) => finding).filter((finding) => isDue(before.get(finding.key), finding, at)),
      resolve: gone.map(({ finding }) => finding.key),
    },
    findings,
    status: standing(findings, look),
  }
}

/** The status of a target: what is open, unless it could not be reached, which is unknown whatever was open before. */
export const standing = (findings: readonly SeenFinding[], look: Covering): RunStatus =>
  reached(look)
    ? statusOf(
        findings.map(({ finding }) => finding),
        look.unknowns,
      )
    : 'unknown'

const isDue = (before: SeenFinding | undefined, finding: Finding, at: number) =>
  before === undefined ||
  at - before.lastSeen >= HEARTBEAT ||
  // Parsed, as what was read back is: both have their fields in one order.
  JSON.stringify(standingIn(before.finding)) !== JSON.stringify(standingIn(Finding.parse(finding)))

/** What of a finding is worth a row: not a figure that moves with every look. */
const standingIn = (finding: Finding) =>
  finding.type === 'health.check' ? [finding.severity, finding.threshold] : finding

const rank = ({ finding }: SeenFinding) => severityRank(finding.severity)

/** Most severe first, then by key. */
export const bySeverity = (a: SeenFinding, b: SeenFinding): number =>
  rank(a) - rank(b) || (a.finding.key < b.finding.key ? -1 : Number(a.finding.key > b.finding.key))

function partition<T>(items: readonly T[], holds: (item: T) => boolean): [T[], T[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))]
}
