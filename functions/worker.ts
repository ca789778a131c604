import { keepDeploys } from './deploy/keep.ts'
import type { Bindings } from './env.ts'
import { app } from './routes/app.ts'
import { onMessages } from './run/consume.ts'
import { onCron } from './run/trigger.ts'

export { DeployWorkflow } from './deploy/workflow.ts'

/** The Worker: requests, cron triggers, the queue of runs and the Workflow of deploys. */
export default {
  fetch: app.fetch,
  async scheduled(controller, env) {
    await onCron(controller, env)
    await keepDeploys(controller, env)
  },
  queue: onMessages,
} satisfies ExportedHandler<Bindings>
