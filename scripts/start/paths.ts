import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const inCheckout = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Everything that `npm start` keeps; ignored by git. PLUMBLINE_HOME names another folder. */
export const KEPT = resolve(process.env.PLUMBLINE_HOME ?? inCheckout('.plumbline'))

/** The token of the Worker that was started last, for curl and the command line. */
export const TOKEN_FILE = join(KEPT, 'token')

/** The secret with which `plumbline hook send` signs what it tells that Worker. */
export const HOOK_SECRET_FILE = join(KEPT, 'hook-secret')

export const WRANGLER_TOML = inCheckout('wrangler.toml')
export const WORKER_MAIN = inCheckout('functions/worker.ts')
export const D1_MIGRATIONS = inCheckout('functions/store/migrations')
