import type { Bindings } from '../../env.ts'

/** What every route has at hand: hono's view of the bindings, and the request's name in the log. */
export interface App {
  Bindings: Bindings
  Variables: { requestId: string }
}
