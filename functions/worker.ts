import type { Bindings } from './env.ts'
import { app } from './routes/app.ts'
import { onMessages } from './run/consume.ts'
import { onCron } from './run/trigger.ts'

/** The Worker: requests, cron triggers and the queue of runs. */
export default {
  fetch: app.fetch,
  scheduled: onCron,
  queue: onMessages,
} satisfies ExportedHandler<Bindings>
