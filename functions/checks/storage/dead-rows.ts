import { check, gradeOf, told, type Told } from '../check.ts'
import { nameOf, ours, percent, span } from '../words.ts'
import { TableRow } from './row.ts'

/** A table of fewer rows is not worth a word. */
const SMALL = 10_000
/** Vacuum has come within this, s. */
const LATELY = 86_400

/** Tables full of dead rows that vacuum does not come to. */
export const deadRows = check({
  id: 'dead-rows',
  title: 'A table is full of dead rows',
  suite: 'daily',
  sql: 'tables',
  unit: '% dead',
  limits: { warn: 20, critical: 50 },
  source:
    'pgHero and pgDash take 20 %; no vacuum within 24 h is ours; https://www.postgresql.org/docs/current/routine-vacuuming.html',
  why: 'Reads go over them all, and the table grows instead of using their room again. Vacuum is switched off for the table, cannot keep up, or something keeps it from removing them.',
  resolve: ['vacuum (verbose, analyze) <table>;', 'alter table <table> set (autovacuum_vacuum_scale_factor = 0.02);'],
  severity: { warn: 'low', critical: 'medium' },
  row: TableRow,
  judge: (rows, limits) =>
    told(
      ours(rows).map((row): Told | null => {
        const { schema, name, live, dead, vacuumed_seconds: vacuumed, autovacuum, due } = row
        const share = percent(dead, live + dead)
        const grade = gradeOf(share, limits)
        const cared = autovacuum && vacuumed !== null && vacuumed < LATELY
        if (grade === null || live + dead < SMALL || dead < due || cared) return null
        const table = nameOf(schema, name)
        const since = vacuumed === null ? 'never' : `${span(vacuumed)} ago`
        return {
          subject: table,
          grade,
          value: share,
          title: `${share} % of ${table} are dead rows; it was vacuumed ${since}`,
          what: `${dead} dead rows beside ${live}${autovacuum ? '' : '; autovacuum is off for it'}.`,
          mend: [
            ...(autovacuum ? [] : [`alter table ${table} reset (autovacuum_enabled);`]),
            `vacuum (verbose, analyze) ${table};`,
          ],
        }
      }),
    ),
})
