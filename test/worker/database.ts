import postgres from 'postgres'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address that starts a PostgreSQL on demand: test/support/servers.ts. */
    servers: string
  }
}

export interface TestDatabase {
  url: string
  run(statements: string): Promise<void>
  drop(): Promise<void>
}

async function runOn(url: string, statements: string): Promise<void> {
  const session = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await session.unsafe(statements).simple()
  } finally {
    await session.end()
  }
}

/** An empty database of one's own on the test server of PostgreSQL 17, for a Worker to look at. */
export async function freshDatabase(): Promise<TestDatabase> {
  const server = await (await fetch(`${inject('servers')}/17`)).text()
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  await runOn(server, `create database ${name} template template0`)
  const { href } = Object.assign(new URL(server), { pathname: `/${name}` })
  return {
    url: href,
    run: (statements) => runOn(href, statements),
    drop: () => runOn(server, `drop database if exists ${name} with (force)`),
  }
}
