import type { Unknown } from '../model/finding.ts'
import { counted, type SeenFinding, type TargetReport } from '../model/report.ts'
import { count } from './words/text.ts'
import { TRUTHS, truthOf, type Truth } from './words/truth.ts'

/** Where a target's truths come from, as far as the report does not say it. */
export interface TruthSources {
  /** The newest blueprint that was published, and when (ms); null: none was. */
  published: { hash: string; tag: string; publishedAt: number } | null
  /** The journal table's name; null: the settings do not hold. */
  journal: string | null
  /** How SQL reaches the target; null: the settings do not hold. */
  transport: string | null
}

/** agrees: nothing says that it is wrong · wrong: findings say so · unknown: it was not (fully) looked at. */
export type Agreement = 'agrees' | 'wrong' | 'unknown'

/** One truth of a target as a page shows it beside the others. */
export interface TruthView {
  truth: Truth
  name: string
  agreement: Agreement
  /** What it says, in a few words; null: nobody knows. */
  says: string | null
  /** Where it was read. */
  from: string
  /** Of which moment it is, ms; null: none. */
  at: number | null
  /** The open findings that say that it is wrong, most severe first. */
  findings: SeenFinding[]
  /** Since when it is wrong, ms; null: it is not. */
  since: number | null
}

/** Whose unknowns leave a truth unknown; what cannot be reached leaves open what is read there. */
const CHECKS: Record<Truth, readonly Unknown['check'][]> = {
  files: ['migrations'],
  snapshots: ['snapshots'],
  journal: ['journal', 'connectivity'],
  catalog: ['drift', 'connectivity'],
  supabase: ['supabase', 'connectivity'],
}

/** The four truths of a target side by side, and the Supabase CLI's history where something is said of it. */
export function truthsOf(report: TargetReport, sources: TruthSources): TruthView[] {
  const of = (truth: Truth) => viewOf(truth, report, sources)
  const supabase = of('supabase')
  const four = [of('files'), of('snapshots'), of('journal'), of('catalog')]
  return supabase.findings.length > 0 || report.unknowns.some(({ check }) => check === 'supabase')
    ? [...four, supabase]
    : four
}

function viewOf(truth: Truth, report: TargetReport, sources: TruthSources): TruthView {
  // What is merely told is no fault.
  const findings = counted(report.findings).filter(
    ({ finding }) => truthOf(finding) === truth && finding.severity !== 'info',
  )
  const [says, from, at] = SAYINGS[truth](report, sources)
  const unseen =
    report.at === null ||
    says === null ||
    report.blueprint === null ||
    report.unknowns.some(({ check }) => CHECKS[truth].includes(check))
  return {
    truth,
    name: TRUTHS[truth],
    agreement: findings.length > 0 ? 'wrong' : unseen ? 'unknown' : 'agrees',
    says,
    from,
    at,
    findings,
    since: findings.length === 0 ? null : Math.min(...findings.map(({ firstSeen }) => firstSeen)),
  }
}

type Saying = (report: TargetReport, sources: TruthSources) => [says: string | null, from: string, at: number | null]

const SAYINGS: Record<Truth, Saying> = {
  files: ({ position }, { published }) => [
    published && [`version ${published.tag}`, ...(position ? [count(position.of, 'migration')] : [])].join(', '),
    published === null ? 'no blueprint was published' : `blueprint ${published.hash.slice(0, 12)}`,
    published?.publishedAt ?? null,
  ],
  snapshots: (_, { published }) => [
    published && 'what drizzle-kit generate goes on from',
    published === null ? 'no blueprint was published' : 'came with the blueprint',
    published?.publishedAt ?? null,
  ],
  journal: ({ position, at }, { journal }) => [
    position && `${position.applied} of ${position.of} applied, up to ${position.tag ?? 'none'}`,
    journal ?? 'its settings do not hold',
    at,
  ],
  catalog: ({ postgres, at }, { transport }) => [postgres, transport ?? 'its settings do not hold', at],
  supabase: ({ at }) => ['what the Supabase CLI applied', 'supabase_migrations.schema_migrations', at],
}
