import type { Bindings } from '../../functions/env.ts'
import { judgeDeploy } from '../../functions/run/performance/keep.ts'
import { keepSnapshot } from '../../functions/store/performance.ts'
import { countersAt } from './counters.ts'

export { DeployWorkflow } from '../../functions/deploy/workflow.ts'

const HOUR = 3_600_000
const DEPLOY = 'bench-1'
/** When the deploy began, ms. */
const AT = Date.UTC(2026, 0, 5, 12)

/**
 * A Worker that judges one deploy, on the D1 of the bench: PUT /N keeps two days of snapshots with N statements each, POST /N judges
 * after an hour, which is held against the hour before and the same hour of both days.
 */
export default {
  async fetch(request, { DB }) {
    const statements = Number(new URL(request.url).pathname.slice(1))
    const target = { name: `of-${statements}` }
    const counters = (hours: number) => countersAt(AT + hours * HOUR, hours + 100, statements)
    if (request.method === 'PUT') {
      for (let hour = -49; hour < 0; hour += 1) await keepSnapshot(DB, target.name, counters(hour), null)
      await keepSnapshot(DB, target.name, counters(0), { deploy: DEPLOY, moment: 'start' })
      await keepSnapshot(DB, target.name, counters(0.2), { deploy: DEPLOY, moment: 'warm' })
      return new Response(null, { status: 204 })
    }
    const verdict = await judgeDeploy(
      { env: { DB }, target },
      { deploy: DEPLOY, deployed: AT, judgedAt: '1h' },
      counters(1),
    )
    return Response.json({ judged: verdict.judged, baselines: verdict.baselines.length })
  },
} satisfies ExportedHandler<Bindings>
