import { doubt, graded, told } from '../check.ts'
import { percent } from '../words.ts'
import { isDoubt, since } from './delta.ts'
import { ofServer } from './own.ts'

/** Fewer transactions than this say nothing about a share. */
const ENOUGH = 1000

/** The share of transactions that fail. */
export const rollbacks = ofServer({
  id: 'rollbacks',
  title: 'Many transactions fail',
  suite: 'tick',
  unit: '%',
  limits: { warn: 10, critical: 30 },
  source: 'pgDash and Datadog watch the rollback rate; 10 % of at least 1,000 transactions is ours',
  why: 'Something fails over and over: after a deploy usually a statement that no longer fits the schema.',
  resolve: ['-- see the server’s log for what fails; Supabase: Dashboard → Logs → Postgres, severity ERROR'],
  compares: true,
  judge: (server, limits, context) => {
    const delta = since(context.samples.hour, context, { commits: server.commits, rollbacks: server.rollbacks })
    if (isDoubt(delta)) return doubt(delta)
    const { commits = 0, rollbacks: failed = 0 } = delta.grown
    if (commits + failed < ENOUGH) return told([])
    const share = percent(failed, commits + failed)
    return told([
      graded(share, limits, () => ({
        subject: 'database',
        title: `${share} % of ${commits + failed} transactions were rolled back`,
        what: `${failed} of ${commits + failed} since the look before.`,
        mend: ['-- see the server’s log for what fails; Supabase: Dashboard → Logs → Postgres, severity ERROR'],
      })),
    ])
  },
})
