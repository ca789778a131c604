import { z } from 'zod'
import { Thresholds } from './health.ts'
import { backupPolicy, type BackupPolicy } from './backup/policy.ts'
import { DeploysConfig } from './deploys-config.ts'
import type { GithubAccess } from './github.ts'

/** https, or http on this machine: what is sent holds a secret. */
export const isSafe = (address: string) =>
  /^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/])/.test(address)

const secretName = (what: string) => z.string(`give the name of the secret that holds ${what}`).min(1)

const REF = 'the project’s reference is 20 lower-case letters: <ref> in https://<ref>.supabase.co'
const FUNCTION_URL = 'write it as https://<ref>.supabase.co/functions/v1/plumbline-catalog'

/** Where the Management API is; another address than Supabase's own only in tests. */
const apiUrl = z.string().refine(isSafe, 'must be an https:// address')
const SUPABASE = 'https://api.supabase.com'
const projectRef = z.string(REF).regex(/^[a-z]{20}$/, REF)

/** The workflow at GitHub that makes a logical backup: docs/logical-backup.md has it. */
const Workflow = z.strictObject({
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'write it as owner/name'),
  /** Its name in .github/workflows. */
  file: z.string().regex(/^[\w.-]+\.ya?ml$/, 'name a file of .github/workflows: plumbline-backup.yml'),
  /** Branch or tag from which it is run. */
  ref: z.string().min(1).max(255).default('main'),
})
export type Workflow = z.infer<typeof Workflow>

/** Which backups are enough, and the way to them; by management-api, that is the transport's unless it is given. */
const Backup = z
  .strictObject({
    ...backupPolicy,
    project_ref: projectRef.optional(),
    /** Name of the secret that holds a personal access token with the scopes database:read and database:write. */
    token_secret: secretName('a personal access token of Supabase').optional(),
    api_url: apiUrl.optional(),
    /** What makes a logical backup where the newest is missing or too old; needs GITHUB_TOKEN. */
    workflow: Workflow.optional(),
  })
  .refine((backup) => (backup.project_ref === undefined) === (backup.token_secret === undefined), {
    message: 'give both project_ref and token_secret, or neither',
  })

export type BackupSettings = z.infer<typeof Backup>

/** The project's own addresses, looked at as an application sees them. */
const Application = z.strictObject({
  /** Unless it follows from project_ref or function_url. */
  url: z
    .string()
    .regex(/^https?:\/\/[^/?#\s]+$/, 'write it as https://<ref>.supabase.co')
    .refine(isSafe, 'must be an https:// address')
    .optional(),
  /** Name of the secret that holds a publishable key; that of the Edge Function transport, unless it is given. */
  key_secret: secretName('a publishable key of the project').optional(),
  /** Edge Functions that must start, by name: they are sent OPTIONS. */
  functions: z.array(z.string().regex(/^[\w-]+$/, 'must be the name of an Edge Function')).default([]),
})

const shared = {
  application: Application.exactOptional(),
  environment: z.string().default('production'),
  /** The target that comes before this one (dev → staging → production): what is deployed here was verified there first. */
  after: z.string().exactOptional(),
  migrations_schema: z.string().default('drizzle'),
  migrations_table: z.string().default('__drizzle_migrations'),
  backup: Backup.optional(),
  /** Other limits than a check's own, by its name; `off`: it is not made. GET /checks lists them. */
  thresholds: Thresholds.exactOptional(),
  /** ms */
  statement_timeout: z.number().int().positive().default(10_000),
  /** ms; short, so that a check never queues behind a migration (health.md, rule 1). */
  lock_timeout: z.number().int().positive().default(100),
  /** Which releases are its own. */
  deploys: DeploysConfig.default(DeploysConfig.parse({})),
  /** What differs from [vars.INCIDENTS]: model/incident-policy.ts has all settings, env/incidents.ts reads them. */
  incidents: z.record(z.string(), z.unknown()).exactOptional(),
}

/** Over PostgreSQL's own protocol: locally, to a certificate that a public authority signed, or through Hyperdrive. */
const Postgres = z
  .strictObject({
    ...shared,
    transport: z.literal('postgres'),
    /** Name of the secret that holds the connection string. */
    url_secret: z.string().optional(),
    /** Name of the Hyperdrive binding. */
    hyperdrive: z.string().optional(),
  })
  .refine((config) => (config.url_secret === undefined) !== (config.hyperdrive === undefined), {
    message: 'give exactly one of url_secret and hyperdrive',
  })

/** Through Supabase's Management API: nothing to install, one request at a time, each its own snapshot. */
const ManagementApi = z.strictObject({
  ...shared,
  transport: z.literal('management-api'),
  project_ref: projectRef,
  /** Name of the secret that holds a personal access token (`sbp_…`) with the scope database:read. */
  token_secret: secretName('a personal access token of Supabase'),
  api_url: apiUrl.default(SUPABASE),
})

/** Through supabase/functions/plumbline-catalog, which runs beside the database. */
const EdgeFunction = z.strictObject({
  ...shared,
  transport: z.literal('edge-function'),
  function_url: z
    .string(FUNCTION_URL)
    .regex(/^https?:\/\/[^/?#\s]+\/functions\/v1\/[\w-]+$/, FUNCTION_URL)
    .refine(isSafe, 'must be an https:// address'),
  /** Name of the secret that holds a key of the project: `sb_publishable_…`, or the legacy anon key. */
  key_secret: secretName('a publishable key of the project'),
  /** Name of the secret that the function has as PLUMBLINE_CATALOG_SECRET. */
  function_secret: secretName('what the function has as PLUMBLINE_CATALOG_SECRET'),
})

const AnyTransport = z.discriminatedUnion('transport', [Postgres, ManagementApi, EdgeFunction], {
  error: 'must be one of postgres, management-api, edge-function',
})

/** One watched database: how it is configured in wrangler.toml under [vars.TARGETS.name]. */
export const TargetConfig = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && !('transport' in value)
      ? { transport: 'postgres', ...value }
      : value,
  AnyTransport,
)
export type TargetConfig = z.infer<typeof TargetConfig>

/** The way in to a target, with its secrets: never stored, never shown. */
export type Way =
  | { transport: 'postgres'; url: string }
  | { transport: 'management-api'; api: string; projectRef: string; token: string }
  | { transport: 'edge-function'; url: string; key: string; secret: string }

/** The way to what the platform keeps of a target's backups, with its secret: never stored, never shown. */
export interface BackupsWay {
  /** Address of the Management API, without a path. */
  api: string
  projectRef: string
  token: string
}

/** The way to a project's own addresses, with its key: never stored, never shown. */
export interface ApplicationWay {
  /** https://<ref>.supabase.co */
  url: string
  key: string
  functions: readonly string[]
}

/** The way to the workflow that makes a target's logical backup, with its secret: never stored, never shown. */
export interface WorkflowWay {
  access: GithubAccess
  workflow: Workflow
}

/** The target's policy on backups, with the defaults where it has none of its own. */
export function backupPolicyOf({ backup }: TargetConfig): BackupPolicy {
  const { enough, max_age_hours, pitr_lag_seconds, max_proof_age_days } = Backup.parse(backup ?? {})
  return {
    enough,
    maxAge: max_age_hours * 3_600_000,
    pitrLag: pitr_lag_seconds * 1000,
    maxProofAge: max_proof_age_days * 86_400_000,
  }
}

/** Names that may stand in a path; OWN_PATHS (own-paths.ts) stay free. */
export const TargetName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a lower-case letter, then up to 39 lower-case letters, digits and hyphens')
export type TargetName = z.infer<typeof TargetName>
