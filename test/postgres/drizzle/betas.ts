import { join } from 'node:path'
import postgres from 'postgres'
import { z } from 'zod'
import type { MigrationConfig } from './migrators.ts'

/** A migrator as its package has it. */
export interface Beta {
  version: string
  driver: 'postgres-js' | 'neon-http'
  migrate(config: MigrationConfig): Promise<unknown>
}

/**
 * More versions of drizzle-orm, unpacked in the folders that DRIZZLE_BETAS names (`version=folder`, commas between):
 * the betas of 1.0 that choose in other ways bring a hundred packages along, which nobody should have to install.
 */
export async function betas(url: string, http: unknown): Promise<{ migrators: Beta[]; end(): Promise<void> }> {
  const clients: postgres.Sql[] = []
  const own = () => {
    const client = postgres(url, { max: 1, onnotice: () => {} })
    clients.push(client)
    return client
  }
  const named = (process.env.DRIZZLE_BETAS ?? '').split(',').filter((text) => text !== '')
  const migrators = await Promise.all(
    named.flatMap((text) => {
      const [version = '', folder = ''] = text.split('=')
      return [beta(version, folder, 'postgres-js', own()), beta(version, folder, 'neon-http', http)]
    }),
  )
  return { migrators, end: async () => void (await Promise.all(clients.map((client) => client.end()))) }
}

const Callable = z.custom<(...given: unknown[]) => unknown>((value) => typeof value === 'function')
const Driver = z.object({ drizzle: Callable })
const Migrate = z.object({ migrate: Callable })

async function beta(version: string, folder: string, driver: Beta['driver'], client: unknown): Promise<Beta> {
  const { drizzle } = Driver.parse(await import(join(folder, driver, 'index.js')))
  const { migrate } = Migrate.parse(await import(join(folder, driver, 'migrator.js')))
  const db = drizzle({ client })
  return { version, driver, migrate: async (config) => migrate(db, config) }
}
