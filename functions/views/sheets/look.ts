import type { Acceptance } from '../../model/acceptance.ts'
import { checkOf, severityRank, type CheckName, type Finding, type Unknown } from '../../model/finding.ts'
import type { Look } from '../../model/run.ts'
import type { Sheet, SheetItem, SheetRule, SheetUnknown } from '../formats/sheet.ts'
import { locationOf } from '../location.ts'
import { headingOf, words } from '../words.ts'
import { acceptedBy } from '../words/decisions.ts'
import { count } from '../words/text.ts'
import { TRUTHS, truthOf } from '../words/truth.ts'

export interface LookSheetOptions {
  target: string
  environment: string
  /** The command; `verify` unless something else is said. */
  tool?: string
  /** The findings that were accepted, by key: they are suppressed. Absent: nobody could accept any. */
  accepted?: ReadonlyMap<string, Acceptance>
}

/** A look as a sheet: a rule for each type that was found, the gravest finding first. */
export function lookSheet(
  {
    findings,
    unknowns,
    status,
    checks,
    postgres,
  }: Pick<Look, 'findings' | 'unknowns' | 'status' | 'checks' | 'postgres'>,
  { target, environment, tool = 'verify', accepted }: LookSheetOptions,
): Sheet {
  const sorted = findings.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
  const told = sorted.filter(({ key }) => accepted?.has(key) !== true)
  const unseen = unknowns.length === 0 ? '' : `, ${count(unknowns.length, 'unknown')}`
  return {
    tool,
    status,
    subject: [target, environment, ...(postgres === null ? [] : [postgres])].join(' · '),
    summary: `${count(told.length, 'finding')}${unseen}`,
    looked: checks,
    rules: [...new Map(sorted.map((finding) => [finding.type, ruleOf(finding)])).values()],
    items: sorted.map((finding) => itemOf(finding, accepted?.get(finding.key))),
    unknowns: unknowns.map(unknownOf),
    tables: [],
  }
}

/** Where it is told what a check looks at. */
const LINKS: Partial<Record<CheckName, string>> = {
  connectivity: 'https://supabase.com/docs/guides/database/connecting-to-postgres',
  drift: 'https://orm.drizzle.team/docs/migrations',
  journal: 'https://orm.drizzle.team/docs/drizzle-kit-migrate',
  migrations: 'https://orm.drizzle.team/docs/drizzle-kit-migrate',
  snapshots: 'https://orm.drizzle.team/docs/drizzle-kit-generate',
  supabase: 'https://supabase.com/docs/guides/deployment/database-migrations',
}

function ruleOf(finding: Finding): SheetRule {
  const heading = headingOf(finding.type)
  const truth = truthOf(finding)
  const link = LINKS[checkOf(finding)]
  return {
    id: finding.type,
    title: heading,
    why: truth === null ? `${heading}.` : `${heading}. What is to be put right is ${TRUTHS[truth]}.`,
    severity: null,
    links: link === undefined ? [] : [link],
  }
}

function itemOf(finding: Finding, acceptance: Acceptance | undefined): SheetItem {
  const { title, what, why, mend } = words(finding)
  const place = locationOf(finding)
  return {
    key: finding.key,
    rule: finding.type,
    severity: finding.severity,
    unknown: false,
    label: null,
    title,
    lines: [what, why],
    mend,
    place: place === null ? null : { ...place, column: null },
    excerpt: null,
    suppressed: acceptance === undefined ? null : { kind: 'external', reason: acceptedBy(acceptance) },
  }
}

const unknownOf = ({ key, check, subject, reason, mend }: Unknown): SheetUnknown => ({
  key,
  title: `${check}: ${subject}`,
  lines: mend === null ? [reason] : [reason, mend],
  place: null,
})
