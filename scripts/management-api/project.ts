import type { Answered, Asked } from './answer.ts'
import type { Platform } from './platform.ts'

/** How the platform finds a project, as its Management API tells it. Sizes in bytes. */
export interface ProjectState {
  status: string
  /** By service, where it is not ACTIVE_HEALTHY. */
  services: Record<string, { status: string; error?: string }>
  readOnly: { enabled: boolean; override_enabled: boolean; override_active_until: string }
  disk: { size: number; used: number; gigabytes: number }
  /** null: Supabase's own default, which it does not say. */
  poolSize: number | null
  upgrade: {
    last: { target_version: number; error?: string; progress?: string; status: number } | null
    current: string
    latest: string
    inTheWay: object[]
  }
  /** What is refused, by path below the project: the plan lacks it (402), the token may not (403), there is none (404). */
  refused: Record<string, 402 | 403 | 404 | 500>
}

const GB = 1024 ** 3

/** A project that is well. */
export const wellProject = (change: Partial<ProjectState> = {}): ProjectState => ({
  status: 'ACTIVE_HEALTHY',
  services: {},
  readOnly: { enabled: false, override_enabled: false, override_active_until: '' },
  disk: { size: 8 * GB, used: 3 * GB, gigabytes: 8 },
  poolSize: 15,
  upgrade: {
    last: null,
    current: 'supabase-postgres-17.6.1.011',
    latest: 'supabase-postgres-17.6.1.011',
    inTheWay: [],
  },
  refused: {},
  ...change,
})

/** The operations of the official document about a project's state, below /v1/projects/{ref}; what each answers. */
const OPERATIONS: Readonly<Record<string, (platform: Platform, search: URLSearchParams) => unknown>> = {
  '': projectBody,
  '/health': (platform, search) => (search.get('services') ?? '').split(',').map((name) => serviceBody(platform, name)),
  '/readonly': ({ project }) => project.readOnly,
  '/config/disk': ({ project }) => ({
    attributes: { iops: 3000, size_gb: project.disk.gigabytes, throughput_mibps: 125, type: 'gp3' },
    last_modified_at: '2026-01-01T00:00:00.000Z',
  }),
  '/config/disk/util': ({ project: { disk } }) => ({
    timestamp: '2026-01-01T00:00:00.000Z',
    metrics: { fs_size_bytes: disk.size, fs_avail_bytes: disk.size - disk.used, fs_used_bytes: disk.used },
  }),
  '/config/database/pooler': poolerBody,
  '/upgrade/eligibility': ({ project: { upgrade } }) => ({
    eligible: upgrade.current !== upgrade.latest && upgrade.inTheWay.length === 0,
    current_app_version: upgrade.current,
    current_app_version_release_channel: 'ga',
    latest_app_version: upgrade.latest,
    target_upgrade_versions: [],
    duration_estimate_hours: 1,
    legacy_auth_custom_roles: [],
    objects_to_be_dropped: [],
    unsupported_extensions: [],
    user_defined_objects_in_internal_schemas: [],
    validation_errors: upgrade.inTheWay,
    warnings: [],
  }),
  '/upgrade/status': ({ project: { upgrade } }) => ({
    databaseUpgradeStatus: upgrade.last && {
      initiated_at: '2026-01-01T00:00:00.000Z',
      latest_status_at: '2026-01-01T00:05:00.000Z',
      ...upgrade.last,
    },
  }),
}

export const PROJECT_PATHS: readonly string[] = Object.keys(OPERATIONS)

/** What the Management API would answer about a project's state; null: it is asked for something else. */
export function answerProject(platform: Platform, { method, url, authorization }: Asked): Answered | null {
  const { pathname, searchParams } = new URL(url, 'http://management.test')
  const root = `/v1/projects/${platform.ref}`
  const path = pathname.startsWith(root) ? pathname.slice(root.length) : null
  const answer = path === null ? undefined : OPERATIONS[path]
  if (path === null || answer === undefined || method !== 'GET') return null
  if (authorization !== `Bearer ${platform.token}`) return { status: 401, body: { message: 'Unauthorized' } }
  const refused = platform.project.refused[path]
  if (refused !== undefined) return { status: refused, body: { message: REFUSALS[refused] } }
  return { status: 200, body: answer(platform, searchParams) }
}

const REFUSALS = {
  402: 'Feature requires a higher plan',
  403: 'Forbidden action',
  404: 'Resource has been removed',
  500: 'Internal server error',
}

function projectBody({ ref, project }: Platform) {
  return {
    id: ref,
    ref,
    organization_id: 'tsrqponmlkjihgfedcba',
    organization_slug: 'tsrqponmlkjihgfedcba',
    name: 'shop',
    region: 'eu-central-1',
    created_at: '2025-01-01T00:00:00.000Z',
    status: project.status,
    database: { host: `db.${ref}.supabase.co`, version: '17.6.1.011', postgres_engine: '17', release_channel: 'ga' },
    // Fields that are not known yet are to be expected of the real one.
    of_next_year: 1,
  }
}

const serviceBody = ({ project }: Platform, name: string) => {
  const { status = 'ACTIVE_HEALTHY', error } = project.services[name] ?? {}
  return { name, healthy: status === 'ACTIVE_HEALTHY', status, ...(error !== undefined && { error }) }
}

function poolerBody({ ref, project }: Platform) {
  const address = `postgresql://postgres.${ref}:[YOUR-PASSWORD]@aws-0-eu-central-1.pooler.supabase.com:6543/postgres`
  return [
    {
      identifier: ref,
      database_type: 'PRIMARY',
      is_using_scram_auth: true,
      db_user: 'postgres',
      db_host: 'aws-0-eu-central-1.pooler.supabase.com',
      db_port: 6543,
      db_name: 'postgres',
      connection_string: address,
      connectionString: address,
      default_pool_size: project.poolSize,
      max_client_conn: 200,
      pool_mode: 'transaction',
    },
  ]
}
