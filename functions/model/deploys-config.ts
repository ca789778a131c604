import { z } from 'zod'

const names = z.array(z.string().min(1)).min(1)

/** Which releases are a target's: [vars.TARGETS.name.deploys] in wrangler.toml. */
export const DeploysConfig = z.strictObject({
  /** Environments of senders, in any case; the target's own unless given. */
  environments: names.optional(),
  /** Branches whose pushes and workflow runs count, where the sender names no environment. */
  branches: names.default(['main', 'master']),
  /** GitHub workflows that deploy, by name or file (`.github/workflows/deploy.yml`): none unless given. */
  workflows: z.array(z.string().min(1)).default([]),
  /** Where migrations lie in the repository: what paths begin with. */
  migrations: names.default(['drizzle/', 'supabase/migrations/']),
})
export type DeploysConfig = z.infer<typeof DeploysConfig>
