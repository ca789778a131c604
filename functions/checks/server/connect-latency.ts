import { z } from 'zod'
import { check, doubt, graded, told } from '../check.ts'

/** How long an answer takes that needs nothing. */
export const connectLatency = check({
  id: 'connect-latency',
  title: 'The database answers slowly',
  suite: 'daily',
  sql: 'ping',
  unit: 'ms',
  limits: { warn: 500, critical: 2000 },
  source: 'three tries, the quickest counts, as check_postgres connection; 500 and 2000 ms are ours',
  why: 'Every statement of the application pays it: the network is far or ill, the pooler waits for a connection, or the server has no time.',
  resolve: [
    '-- compare with another place: npm run -s plumbline -- db ping',
    '-- then see the checks connections and blocked-queries',
  ],
  row: z.object({ ms: z.number() }),
  judge: (rows, limits) => {
    const [first] = rows.map(({ ms }) => ms).toSorted((a, b) => a - b)
    if (first === undefined)
      return doubt({ subject: 'the time of an answer', reason: 'it was not measured', mend: null })
    return told([
      graded(Math.round(first), limits, () => ({
        subject: 'target',
        title: `The quickest of ${rows.length} answers took ${Math.round(first)} ms`,
        what: `They took ${rows.map(({ ms }) => `${Math.round(ms)} ms`).join(', ')}.`,
        mend: ['-- compare with another place:', 'npm run -s plumbline -- db ping'],
      })),
    ])
  },
})
