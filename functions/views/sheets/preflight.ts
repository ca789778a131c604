import type { Severity } from '../../model/finding.ts'
import type { Prediction, Preflight } from '../../model/preflight.ts'
import type { Sheet, SheetItem, SheetRule } from '../formats/sheet.ts'
import { lintSheet } from './lint.ts'
import { keyOf, linesOf, summaryText, tallyText } from '../preflight/words.ts'

const SEVERITIES = {
  fails: 'high',
  unknown: 'medium',
  hidden: 'medium',
  data: 'info',
} as const satisfies Record<Prediction['verdict'], Severity>

const TITLES = {
  fails: 'A pending statement will fail',
  unknown: 'What a pending statement does cannot be foretold',
  data: 'The data decides whether a pending statement succeeds',
  hidden: 'A pending statement will do nothing, though something else is there',
} as const satisfies Record<Prediction['verdict'], string>

const WHYS = {
  fails:
    'PostgreSQL will refuse the statement on the live catalog. Drizzle then rolls back all that is pending, and the deploy stops there.',
  unknown:
    'The statement was not simulated, or hangs on one that was not: nobody can say whether it succeeds. Rehearse it: plumbline rehearse.',
  data: 'The catalog allows the statement; rows of the table can still make it fail. plumbline probe counts them.',
  hidden:
    'IF NOT EXISTS finds something of that name with another definition and passes over it: what the migration says will not be there.',
} as const satisfies Record<Prediction['verdict'], string>

const LINKS = {
  fails: ['https://www.postgresql.org/docs/current/errcodes-appendix.html'],
  unknown: [],
  data: ['https://www.postgresql.org/docs/current/ddl-constraints.html'],
  hidden: ['https://www.postgresql.org/docs/current/sql-createtable.html'],
} as const satisfies Record<Prediction['verdict'], readonly string[]>

const STATUS = { stop: 'fail', unknown: 'unknown', go: 'pass' } as const

/** A preflight as a sheet: an item per prediction, at its line and column, then what lint says, if it was asked. */
export function preflightSheet(preflight: Preflight): Sheet {
  const { target, environment, postgres, verdict, predictions, pending } = preflight
  const lint = preflight.lint === null ? null : lintSheet(preflight.lint)
  return {
    tool: 'preflight',
    status: STATUS[verdict],
    subject: [target, environment, ...(postgres === null ? [] : [postgres])].join(' · '),
    summary: summaryText(preflight),
    looked: pending.map(({ file }) => file),
    rules: [...[...new Set(predictions.map((one) => one.verdict))].toSorted().map(ruleOf), ...(lint?.rules ?? [])],
    items: [...itemsOf(predictions), ...(lint?.items ?? [])],
    unknowns: lint?.unknowns ?? [],
    tables: [
      {
        heading: 'Pending',
        columns: ['migration', 'statements', 'foretold'],
        rows: pending.map((one) => [one.file, String(one.statements), tallyText(one) || 'empty']),
      },
      ...(lint?.tables ?? []),
    ],
  }
}

const ruleOf = (verdict: Prediction['verdict']): SheetRule => ({
  id: `preflight.${verdict}`,
  title: TITLES[verdict],
  why: WHYS[verdict],
  severity: SEVERITIES[verdict],
  links: LINKS[verdict],
})

/** The items, each with a key of its own: of a file that is missing several things may be foretold. */
function itemsOf(predictions: readonly Prediction[]): SheetItem[] {
  const times = new Map<string, number>()
  return predictions.map((prediction) => {
    const key = keyOf(prediction)
    times.set(key, (times.get(key) ?? 0) + 1)
    const nth = times.get(key) ?? 1
    return itemOf(prediction, nth === 1 ? key : `${key}#${nth}`)
  })
}

function itemOf(prediction: Prediction, key: string): SheetItem {
  const { verdict, file, line, column, excerpt, mend } = prediction
  const [title = '', ...lines] = linesOf(prediction)
  return {
    key,
    rule: `preflight.${verdict}`,
    severity: SEVERITIES[verdict],
    unknown: verdict === 'unknown',
    label: null,
    title,
    lines,
    mend,
    place: { file, line, column },
    excerpt,
    suppressed: null,
  }
}
