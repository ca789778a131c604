import type { Sheet, SheetItem, SheetRule } from '../../functions/views/formats/sheet.ts'
import { count } from '../../functions/views/words/text.ts'
import type { Performed } from './perform.ts'
import type { Rehearsal } from './rehearse.ts'

const STATUS = { works: 'pass', fails: 'fail', unknown: 'unknown' } as const

const RULES = {
  'rehearse.fails': {
    title: 'A pending statement fails on a copy of the target',
    why: 'PostgreSQL itself refused the statement on the live catalog. Drizzle would roll back all that is pending, and the deploy would stop there.',
    links: ['https://www.postgresql.org/docs/current/errcodes-appendix.html'],
  },
  'rehearse.leaves': {
    title: 'The pending migrations leave drift',
    why: 'Every statement runs, but what they leave is not what the migrations say from their beginning.',
    links: ['https://orm.drizzle.team/docs/migrations'],
  },
} as const satisfies Record<string, Pick<SheetRule, 'title' | 'why' | 'links'>>

/** A rehearsal as a sheet: what PostgreSQL refused, what is left, and the locks and times that were seen. */
export function rehearsalSheet(rehearsal: Rehearsal): Sheet {
  const { outcome, on, facts, pending, statements, unknowns } = rehearsal
  const ms = Math.round(statements.reduce((sum, one) => sum + one.ms, 0))
  const items = [...statements.flatMap(failed), ...atCommit(rehearsal), ...rehearsal.drift.after.map(left)]
  const named = new Set(items.map(({ rule }) => rule))
  return {
    tool: 'rehearse',
    status: STATUS[outcome],
    subject: `on ${on}, ${count(facts, 'fact')}`,
    summary: `${outcome}: ${count(pending.length, 'pending migration')}, ${count(statements.length, 'statement')} in ${ms} ms`,
    looked: [...new Set(statements.map(({ file }) => file))],
    rules: Object.entries(RULES)
      .filter(([id]) => named.has(id))
      .map(([id, rule]) => ({ id, ...rule, severity: 'high' })),
    items,
    unknowns: unknowns.map(({ subject, reason }) => ({
      key: `rehearse:unknown:${subject}`,
      title: subject,
      lines: [reason],
      place: null,
    })),
    tables: [
      {
        heading: 'Locks and rewrites seen',
        columns: ['statement', 'locks', 'rewrites', 'ms'],
        rows: statements.flatMap(({ file, line, locks, rewritten, ms }) =>
          locks.length + rewritten.length === 0
            ? []
            : [
                [
                  `${file}:${line}`,
                  locks.map(({ relation, mode }) => `${relation} ${mode}`).join(', '),
                  rewritten.join(', '),
                  String(ms),
                ],
              ],
        ),
      },
    ],
  }
}

function failed({ migration, file, line, statement, error, excerpt }: Performed): SheetItem[] {
  if (error === null) return []
  const { sqlstate, message, detail, hint } = error
  return [
    {
      ...base,
      key: `rehearse:${migration}:${statement}:${sqlstate ?? 'error'}`,
      rule: 'rehearse.fails',
      title: `${sqlstate ?? 'ERROR'}: ${message}`,
      lines: [...(detail ? [`DETAIL: ${detail}`] : []), ...(hint ? [`HINT: ${hint}`] : [])],
      place: { file, line: error.line ?? line, column: error.column },
      excerpt: error.text || excerpt,
    },
  ]
}

const atCommit = ({ commit }: Rehearsal): SheetItem[] =>
  commit === null
    ? []
    : [
        {
          ...base,
          key: `rehearse:commit:${commit.sqlstate}`,
          rule: 'rehearse.fails',
          title: `at COMMIT, ${commit.sqlstate}: ${commit.message}`,
        },
      ]

const left = (line: string): SheetItem => ({
  ...base,
  key: `rehearse:leaves:${line}`,
  rule: 'rehearse.leaves',
  title: `${line}: not as the migrations say`,
})

const base = {
  severity: 'high',
  unknown: false,
  label: null,
  lines: [],
  mend: [],
  place: null,
  excerpt: null,
  suppressed: null,
} as const
