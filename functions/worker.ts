import { keepDeploys } from './deploy/keep.ts'
import type { Bindings } from './env.ts'
import { deliverDue } from './notify/deliver.ts'
import { app } from './routes/app.ts'
import { beatBefore } from './run/incidents/alive.ts'
import { onMessages } from './run/consume.ts'
import { onCron } from './run/trigger.ts'

export { DeployWorkflow } from './deploy/workflow.ts'

/** The Worker: requests, cron triggers, the queue of runs and the Workflow of deploys. */
export default {
  fetch: app.fetch,
  async scheduled(controller, env) {
    await beatBefore(env, controller.cron)
    await onCron(controller, env)
    await keepDeploys(controller, env)
    await deliverDue({ env, now: Date.now })
  },
  queue: onMessages,
} satisfies ExportedHandler<Bindings>
