import { kindOf } from '../../model/fact.ts'
import type { FindingOf } from '../../model/finding.ts'
import { causeText } from './cause.ts'
import { brief, remark, sentence, subject } from './text.ts'
import type { Words } from './writing.ts'

/** What PostgreSQL raises when an object is made that is there already; every code was provoked on PostgreSQL 18. */
const states: Readonly<Record<string, string>> = {
  column: '42701',
  composite: '42710',
  constraint: '42710',
  domain: '42710',
  enum: '42710',
  extension: '42710',
  function: '42723',
  index: '42P07',
  matview: '42P07',
  policy: '42710',
  procedure: '42723',
  schema: '42P06',
  sequence: '42P07',
  table: '42P07',
  trigger: '42710',
  view: '42P07',
}

/** What the statement that makes one may say to pass over one that is there. */
const pardons: Readonly<Record<string, string>> = {
  column: 'IF NOT EXISTS',
  extension: 'IF NOT EXISTS',
  function: 'OR REPLACE',
  index: 'IF NOT EXISTS',
  matview: 'IF NOT EXISTS',
  procedure: 'OR REPLACE',
  schema: 'IF NOT EXISTS',
  sequence: 'IF NOT EXISTS',
  table: 'IF NOT EXISTS',
  trigger: 'OR REPLACE',
  view: 'OR REPLACE',
}

/** Names of the states for an exception clause. */
const conditions: Readonly<Record<string, string>> = {
  '42710': 'duplicate_object',
  '42P07': 'duplicate_table',
  '42P16': 'invalid_table_definition',
}

/** SQLSTATE of making a fact that is there already; null for a comment, which is written over. */
export function stateOf(fact: string, value: string): string | null {
  if (kindOf(fact) !== 'constraint') return states[kindOf(fact)] ?? null
  // A second primary key of a table; a unique or exclusion constraint clashes by the name of its index.
  if (value.startsWith('PRIMARY KEY')) return '42P16'
  return /^(UNIQUE|EXCLUDE)/.test(value) ? '42P07' : '42710'
}

type Collision = FindingOf<'drift.collision'>

/** The words for an object that is there before the migration that is to make or change it. */
export function collision(finding: Collision): Words {
  const by = finding.migration ?? 'a pending migration'
  return {
    title: titleOf(finding, by),
    what:
      finding.target === finding.pending
        ? `The target already has what ${by} is to make: ${brief(finding.target)}.`
        : `The target has: ${brief(finding.target)}. ${sentence(by)} is to make: ${brief(finding.pending)}.`,
    why: `${causeText(finding.cause ?? { kind: 'pending', migration: by, whole: false })} ${outcome(finding)}`,
    mend: waysOut(finding, by),
  }
}

function titleOf({ fact, target, blueprint }: Collision, by: string): string {
  const name = sentence(subject(fact))
  if (blueprint != null) return `${name} is already what ${by} is to make it`
  const state = stateOf(fact, target)
  const end = state === null ? 'write over it' : `try to make it and fail (${state})`
  return `${name} is already there; ${by} will ${end}`
}

function outcome({ fact, target, blueprint }: Collision): string {
  if (blueprint != null) {
    return 'Setting what is set already passes; adding what is there already, an enum label for one, fails (42710).'
  }
  const state = stateOf(fact, target)
  if (state === null) return 'What it says now will be lost.'
  const pardon = pardons[kindOf(fact)]
  const unless = pardon === undefined ? '' : `, unless the statement says ${pardon}`
  return `PostgreSQL will raise ${state}${unless}; Drizzle then rolls back every pending migration, and the deploy stops.`
}

function waysOut({ fact, target, pending, mend, blueprint }: Collision, by: string): string[] {
  const data = ['column', 'table'].includes(kindOf(fact)) && blueprint == null ? ' (the data in it is lost)' : ''
  const undo = mend.length === 0 ? [] : [remark(`either undo it${data} and let ${by} do it:`), ...mend]
  const either = mend.length === 0 ? '' : 'or '
  const differs = target === pending ? '' : '; it differs from what is to be made, so change it as well'
  return [
    ...undo,
    remark(`${either}keep it, and where ${by} was applied nowhere yet, ${tolerance(fact, target)}${differs}`),
  ]
}

/** How the migration is made to pass over what is there. */
function tolerance(fact: string, value: string): string {
  const pardon = pardons[kindOf(fact)]
  if (pardon !== undefined) return `write ${pardon} into its statement`
  const condition = conditions[stateOf(fact, value) ?? '']
  return condition === undefined
    ? 'take its statement out'
    : `wrap its statement: do $$ begin …; exception when ${condition} then null; end $$;`
}
