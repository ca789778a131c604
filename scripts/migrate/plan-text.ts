import { visible } from '../../functions/views/text/lines.ts'
import { count } from '../../functions/views/words/text.ts'
import { journalTableSql, lockJournal, rowSql } from './journal-sql.ts'
import type { Plan } from './plan.ts'

/** `1 migration, 15 statements` */
export const planSummary = ({ runs }: Pick<Plan, 'runs'>): string =>
  `${isUndo({ runs }) ? (runs[0]?.file.tag ?? '') : count(runs.length, 'migration')}, ${count(
    runs.reduce((sum, { pieces }) => sum + pieces.reduce((own, { statements }) => own + statements.length, 0), 0),
    'statement',
  )}`

/** Whether a run takes something back. */
export const isUndo = ({ runs }: Pick<Plan, 'runs'>): boolean => runs.some(({ rows }) => rows.do === 'delete')

const asDrizzle = ({ flavour, transaction }: Plan) =>
  `, as Drizzle ${flavour} runs them: ${transaction === 'one' ? 'in one transaction, with their rows' : 'each statement alone, and the rows after the last of them'}`

/** What a run would send, as a script that can be read; nothing of it was done. */
export function planText(plan: Plan): string {
  const one = plan.transaction === 'one'
  const row = plan.runs.map((planned) => `-- in the journal\n${rowSql(plan, planned)}`)
  const lines = [
    `-- ${planSummary(plan)}${isUndo(plan) ? ': in one transaction, with the rows that go' : asDrizzle(plan)}`,
    ...(plan.left.length > 0 ? [`-- stays pending: ${plan.left.join(', ')}`] : []),
    ...(one ? ['begin;'] : []),
    ...(one && plan.live.columns !== null ? [`${lockJournal(plan)};`] : []),
    ...journalTableSql(plan),
    ...plan.runs.flatMap(({ file, pieces }, i) => [
      '',
      ...pieces.flatMap(({ sql, statements }) => [
        `-- ${file.file}:${statements[0]?.line ?? 1}`,
        `${visible(sql.trim()).replace(/;$/, '')};`,
      ]),
      ...(one ? [row[i] ?? ''] : []),
    ]),
    ...(one ? ['', 'commit;'] : ['', ...row]),
    '-- nothing was done',
  ]
  return `${lines.join('\n')}\n`
}
