import { check, graded, told } from '../check.ts'
import { nameOf, percent } from '../words.ts'
import { TableRow } from './row.ts'

/** Tables that vacuum should have frozen. */
export const freezePressure = check({
  id: 'freeze-pressure',
  title: 'A table is older than vacuum should let it become',
  suite: 'daily',
  sql: 'tables',
  unit: '% of autovacuum_freeze_max_age',
  limits: { warn: 110, critical: 125 },
  source:
    'Crunchy Data pgMonitor (percent_towards_emergency_autovac); https://www.postgresql.org/docs/current/routine-vacuuming.html',
  why: 'From 100 % on an anti-wraparound vacuum runs that gives way to nobody; well beyond it something keeps it from ending, and the way leads to wraparound.',
  resolve: [
    'vacuum (freeze, verbose) <table>;',
    '-- see what keeps vacuum from it: old transactions, prepared transactions, replication slots, locks',
  ],
  row: TableRow,
  judge: (rows, limits, { server }) =>
    told(
      rows.map(({ schema, name, xid_age, mxid_age }) => {
        const share = Math.max(
          percent(xid_age, server.freeze_max_age),
          percent(mxid_age, server.multixact_freeze_max_age),
        )
        return graded(share, limits, () => ({
          subject: nameOf(schema, name),
          title: `${nameOf(schema, name)} is at ${share} % of the age at which vacuum must freeze it`,
          what: `Its oldest row is ${xid_age} transactions old.`,
          mend: [
            '-- end first what keeps vacuum from it: old and prepared transactions, replication slots; then:',
            `vacuum (freeze, verbose) ${nameOf(schema, name)};`,
          ],
        }))
      }),
    ),
})
