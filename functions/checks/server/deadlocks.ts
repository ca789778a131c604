import { doubt, graded, told } from '../check.ts'
import { count, span } from '../words.ts'
import { isDoubt, since } from './delta.ts'
import { ofServer } from './own.ts'

/** Transactions that waited for each other. */
export const deadlocks = ofServer({
  id: 'deadlocks',
  title: 'Transactions waited for each other',
  suite: 'tick',
  unit: 'an hour',
  limits: { warn: 1, critical: 60 },
  source:
    'pgwatch and Datadog tell any; https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS',
  why: 'PostgreSQL ended one of them (40P01): its work is lost, unless the application tries again. A migration that takes its locks in another order than the application brings them about.',
  resolve: ['-- the server’s log names both statements; take locks in one order, and few at a time'],
  compares: true,
  judge: ({ deadlocks: now }, limits, context) => {
    const delta = since(context.samples.hour, context, { deadlocks: now })
    if (isDoubt(delta)) return doubt(delta)
    const { deadlocks: grown = 0 } = delta.grown
    if (grown === 0) return told([])
    return told([
      graded(Math.max(1, grown / delta.hours), limits, () => ({
        subject: 'database',
        title: `${count(grown, 'deadlock')} in the last ${span(delta.hours * 3600)}`,
        what: 'pg_stat_database counted them since the look before.',
        mend: ['-- the server’s log names both statements of each; take locks in one order, and few at a time'],
      })),
    ])
  },
})
