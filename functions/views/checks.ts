import { z } from 'zod'
import { Severity } from '../model/finding.ts'
import { HealthId, Limits, type CheckText } from '../model/health.ts'
import { dim, hang, wrap, bodyWidth, type TextOptions } from './text/lines.ts'
import { table } from './text/table.ts'

/** A check of a target's health, as JSON. */
export const CheckJson = z.object({
  id: HealthId,
  title: z.string().describe('What it tells, in one line'),
  suite: z.enum(['tick', 'daily', 'weekly']).describe('How often it is made'),
  unit: z.string().describe('What its limits are of; empty where there is nothing to measure'),
  limits: Limits.nullable().describe('From when on it is told, unless the target’s settings say otherwise'),
  source: z.string().describe('Where the limits or the rule come from'),
  severity: z.object({ warn: Severity, critical: Severity }),
  why: z.string(),
  resolve: z.array(z.string()),
  permission: z.string().nullable().describe('The grant without which it is unknown; null: none is needed'),
  lock: z.string().describe('What a migration that holds locks means for it'),
  versions: z.string().nullable().describe('How versions of PostgreSQL differ; null: not at all'),
  sql: z.string().describe('The text of supabase/checks that answers it'),
  compares: z.boolean().describe('Whether it compares with an earlier look'),
})
export type CheckJson = z.infer<typeof CheckJson>

/** All that is to be said of a check, without how it judges. */
export const checkJson = (check: CheckText): CheckJson => CheckJson.parse(check)

const RHYTHM = { tick: 'every 5 minutes', daily: 'once a day', weekly: 'once a week' } as const

/** How often a check is made, in words. */
export const rhythmOf = ({ suite }: Pick<CheckText, 'suite'>): string => RHYTHM[suite]

/** `75 / 90 %`; empty where whatever is found is told. */
export function limitsText({ limits, unit }: Pick<CheckText, 'limits' | 'unit'>): string {
  if (limits === null) return 'any'
  return `${limits.warn}${limits.critical === null ? '' : ` / ${limits.critical}`} ${unit}`.trim()
}

/** Every check in a line. */
export function checksText(checks: readonly CheckText[], options: TextOptions): string {
  const rows = checks.map((check) => [
    { text: check.id },
    { text: check.suite },
    { text: limitsText(check) },
    { text: check.title },
  ])
  const lines = table(
    ['CHECK', 'SUITE', 'WARN / CRITICAL', 'TELLS'].map((heading) => ({ heading })),
    rows,
  )
  const more = options.origin === undefined ? [] : ['', dim(`One check: curl ${options.origin}/checks/CHECK`, options)]
  return `${[...lines, ...more].join('\n')}\n`
}

/** The parts of a check with their names, as pages and texts show them. */
export const checkParts = (check: CheckText): (readonly [name: string, text: string])[] => [
  ['made', `${rhythmOf(check)}${check.compares ? ', beside an earlier look' : ''}`],
  ['limits', `${limitsText(check)} (${check.severity.warn} / ${check.severity.critical})`],
  ['source', check.source],
  ['needs', check.permission ?? 'no grant: every role sees what it asks'],
  ['locks', check.lock],
  ['versions', check.versions ?? 'PostgreSQL 15 to 18 alike'],
  ['sql', `supabase/checks/${check.sql}.sql`],
]

/** One check in full. */
export function checkText(check: CheckText, options: TextOptions): string {
  const body = (text: string) => wrap(text, bodyWidth(options))
  return `${[
    ...hang(check.id, body(check.title)),
    '',
    ...hang('why', body(check.why), dim('why', options)),
    '',
    ...hang('resolve', check.resolve, dim('resolve', options)),
    '',
    ...checkParts(check).flatMap(([name, text]) => hang(name, body(text), dim(name, options))),
  ].join('\n')}\n`
}
