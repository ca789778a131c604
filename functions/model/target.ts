import { z } from 'zod'

/** One watched database: how it is configured in wrangler.toml under [vars.TARGETS.name]. */
export const TargetConfig = z
  .strictObject({
    environment: z.string().default('production'),
    transport: z.enum(['postgres']).default('postgres'),
    /** Name of the secret that holds the connection string. */
    url_secret: z.string().optional(),
    /** Name of the Hyperdrive binding. */
    hyperdrive: z.string().optional(),
    migrations_schema: z.string().default('drizzle'),
    migrations_table: z.string().default('__drizzle_migrations'),
    /** ms */
    statement_timeout: z.number().int().positive().default(10_000),
    /** ms; short, so that a check never queues behind a migration (health.md, rule 1). */
    lock_timeout: z.number().int().positive().default(100),
  })
  .refine((config) => (config.url_secret === undefined) !== (config.hyperdrive === undefined), {
    message: 'give exactly one of url_secret and hyperdrive',
  })
export type TargetConfig = z.infer<typeof TargetConfig>

/** Names that may stand in a path; `targets`, `healthz` and other routes stay free. */
export const TargetName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a lower-case letter, then up to 39 lower-case letters, digits and hyphens')
export type TargetName = z.infer<typeof TargetName>
