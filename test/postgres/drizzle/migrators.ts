import { neon } from '@neondatabase/serverless'
import { drizzle as neon0 } from 'drizzle-orm/neon-http'
import { migrate as migrateNeon0 } from 'drizzle-orm/neon-http/migrator'
import { drizzle as node0 } from 'drizzle-orm/node-postgres'
import { migrate as migrateNode0 } from 'drizzle-orm/node-postgres/migrator'
import { drizzle as postgres0 } from 'drizzle-orm/postgres-js'
import { migrate as migratePostgres0 } from 'drizzle-orm/postgres-js/migrator'
import { drizzle as postgres030 } from 'drizzle-orm-0-30/postgres-js'
import { migrate as migratePostgres030 } from 'drizzle-orm-0-30/postgres-js/migrator'
import { drizzle as neon1 } from 'drizzle-orm-1/neon-http'
import { migrate as migrateNeon1 } from 'drizzle-orm-1/neon-http/migrator'
import { drizzle as node1 } from 'drizzle-orm-1/node-postgres'
import { migrate as migrateNode1 } from 'drizzle-orm-1/node-postgres/migrator'
import { drizzle as postgres1 } from 'drizzle-orm-1/postgres-js'
import { migrate as migratePostgres1 } from 'drizzle-orm-1/postgres-js/migrator'
import { drizzle as neonRc4 } from 'drizzle-orm-1-rc4/neon-http'
import { migrate as migrateNeonRc4 } from 'drizzle-orm-1-rc4/neon-http/migrator'
import pg from 'pg'
import postgres from 'postgres'
import { flavourOf, type FlavourName } from '../../../functions/model/flavour.ts'
import { betas } from './betas.ts'

export interface MigrationConfig {
  migrationsFolder: string
  migrationsSchema: string
  migrationsTable: string
}

/** A real migrator on a connection of its own. */
export interface Migrator {
  /** Version and driver. */
  name: string
  flavour: FlavourName
  neonHttp: boolean
  migrate(config: MigrationConfig): Promise<unknown>
}

/** Opens every migrator on one database. The double of Neon must be there. */
export async function openMigrators(url: string): Promise<{ migrators: Migrator[]; end(): Promise<void> }> {
  const js = () => postgres(url, { max: 1, onnotice: () => {} })
  const [js0, js030, js1] = [js(), js(), js()]
  const [nodes0, nodes1] = [new pg.Client(url), new pg.Client(url)]
  await Promise.all([nodes0.connect(), nodes1.connect()])
  const http = neon(url.replace('127.0.0.1', 'neon.localhost'))
  const dbs = {
    js0: postgres0(js0),
    node0: node0(nodes0),
    neon0: neon0(http),
    js030: postgres030(js030),
    js1: postgres1({ client: js1 }),
    node1: node1({ client: nodes1 }),
    neon1: neon1({ client: http }),
    neonRc4: neonRc4({ client: http }),
  }
  const more = await betas(url, http)
  const migrators = [
    migrator('0.45.4', 'postgres-js', (config) => migratePostgres0(dbs.js0, config)),
    migrator('0.45.4', 'node-postgres', (config) => migrateNode0(dbs.node0, config)),
    migrator('0.45.4', 'neon-http', (config) => migrateNeon0(dbs.neon0, config)),
    migrator('0.30.10', 'postgres-js', (config) => migratePostgres030(dbs.js030, config)),
    migrator('1.0.0-rc.5', 'postgres-js', (config) => migratePostgres1(dbs.js1, config)),
    migrator('1.0.0-rc.5', 'node-postgres', (config) => migrateNode1(dbs.node1, config)),
    migrator('1.0.0-rc.5', 'neon-http', (config) => migrateNeon1(dbs.neon1, config)),
    migrator('1.0.0-rc.4', 'neon-http', (config) => migrateNeonRc4(dbs.neonRc4, config)),
    ...more.migrators.map(({ version, driver, migrate }) => migrator(version, driver, migrate)),
  ]
  const end = async () =>
    void (await Promise.all([js0.end(), js030.end(), js1.end(), nodes0.end(), nodes1.end(), more.end()]))
  return { migrators, end }
}

function migrator(version: string, driver: string, migrate: Migrator['migrate']): Migrator {
  const neonHttp = driver === 'neon-http'
  const flavour = flavourOf(version, neonHttp)
  if (flavour === null) throw new Error(`${version} is no version of drizzle-orm`)
  return { name: `${version} ${driver}`, flavour, neonHttp, migrate }
}
