import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

declare module 'vitest' {
  interface ProvidedContext {
    /** How many stories with crashes are tried; empty: a few. */
    crashes: string
  }
}

/** Starts a PostgreSQL when a test asks for one: test/support/database.ts. */
const servers = './test/support/servers.ts'

export default defineConfig({
  test: {
    // Two cores, and half of the work is PostgreSQL's.
    maxWorkers: 2,
    // In a Worker, postgres.js reads on from a socket that it has closed itself, and nobody listens to that error.
    onUnhandledError: ({ message, stack }) =>
      !(message === 'This socket has been closed.' && stack?.includes('postgres/cf/polyfills.js')),
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts?(x)'] } },
      {
        test: {
          name: 'postgres',
          include: ['test/postgres/**/*.test.ts', 'test/corpus/**/*.test.ts'],
          globalSetup: servers,
          // The first start of a server and of PGlite is slow on a small machine.
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
        test: {
          name: 'worker',
          include: ['test/worker/**/*.test.ts'],
          globalSetup: [servers, './test/support/backups.ts'],
          // workerd has no environment of its own: test/worker/incident-crash.test.ts.
          provide: { crashes: process.env.CRASHES ?? '' },
        },
      },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
})
