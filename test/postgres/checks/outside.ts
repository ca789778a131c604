import type { Judgement } from '../../../functions/checks/check.ts'
import { CHECKS, asksOutside } from '../../../functions/checks/list.ts'
import { NO_SAMPLES, type HealthId } from '../../../functions/model/health.ts'
import { askOutside, judgeOutside } from '../../../functions/run/health/outside.ts'
import { paidProject, type Platform } from '../../../scripts/management-api/platform.ts'
import { PROJECT_PATHS, wellProject, type ProjectState } from '../../../scripts/management-api/project.ts'
import { startManagementServer, type ManagementServer } from '../../../scripts/management-api/server.ts'
import { ILL, startApplication, type Application } from '../../support/application.ts'
import { SERVER } from '../../unit/checks/server.ts'

/** The doubles of what is beyond the database, with what is wrong there. */
export interface Beyond {
  platform: Platform
  api: ManagementServer
  application: Application
}

export const OUTSIDE_IDS: readonly HealthId[] = CHECKS.filter(asksOutside).map(({ id }) => id)

const GB = 1024 ** 3
const disk = (used: number) => ({ disk: { size: 8 * GB, used: used * GB, gigabytes: 8 } })

/** A project in which every check is told, one in which none is though it comes near. */
export const ILL_PROJECT: ProjectState = wellProject({
  status: 'ACTIVE_UNHEALTHY',
  services: { rest: { status: 'UNHEALTHY', error: 'schema cache' } },
  readOnly: { enabled: true, override_enabled: false, override_active_until: '' },
  ...disk(7.6),
  poolSize: 90,
  upgrade: {
    last: {
      target_version: 17,
      error: '5_data_upgrade_completion_failed',
      progress: '5_initiated_data_upgrade',
      status: 2,
    },
    current: 'supabase-postgres-15.8.1.054',
    latest: 'supabase-postgres-17.6.1.011',
    inTheWay: [{ type: 'unsupported_extension', extension_name: 'timescaledb' }],
  },
})
export const NEARLY_ILL: ProjectState = wellProject({
  ...disk(6.3),
  poolSize: 75,
  upgrade: {
    last: { target_version: 17, progress: '10_completed_post_physical_backup', status: 1 },
    current: 'supabase-postgres-17.6.1.011',
    latest: 'supabase-postgres-17.6.1.011',
    inTheWay: [],
  },
})
export const ILL_APPLICATION: Application['instead'] = {
  rest: ILL.schemaCache,
  auth: ILL.auth,
  storage: ILL.storage,
  functions: ILL.boot,
}
const REFUSED: ProjectState['refused'] = Object.fromEntries(PROJECT_PATHS.map((path) => [path, 403]))

/** Runs `use` with doubles of the platform and of the application. */
export async function withBeyond<T>(use: (beyond: Beyond) => Promise<T>): Promise<T> {
  const platform = paidProject()
  const [api, application] = [await startManagementServer(platform), await startApplication()]
  try {
    return await use({ platform, api, application })
  } finally {
    await Promise.all([api.close(), application.close()])
  }
}

/** What every check that asks elsewhere says, with the functions named that must start. */
export async function seeBeyond(
  { platform, api, application }: Beyond,
  { functions = [], key = application.key }: { functions?: readonly string[]; key?: string } = {},
): Promise<Map<HealthId, Judgement>> {
  const outside = {
    platform: { api: api.url, projectRef: platform.ref, token: platform.token },
    application: { url: application.url, key, functions },
  }
  const request = { ids: OUTSIDE_IDS, thresholds: {}, samples: NO_SAMPLES, outside }
  const answers = await askOutside(request)
  return judgeOutside(answers, { ...request, now: Date.now(), server: { ...SERVER, max_connections: 100 } })
}

/** What the doubles make of every check: ill, nearly ill, and refused for want of a permission or a key. */
export const lookBeyond = (): Promise<Record<'told' | 'near' | 'poor', Map<HealthId, Judgement>>> =>
  withBeyond(async (beyond) => {
    const { platform, application } = beyond
    Object.assign(platform, { project: ILL_PROJECT })
    Object.assign(application, { instead: ILL_APPLICATION })
    const told = await seeBeyond(beyond)
    Object.assign(platform, { project: NEARLY_ILL })
    Object.assign(application, { instead: {} })
    const near = await seeBeyond(beyond)
    Object.assign(platform, { project: wellProject({ refused: REFUSED }) })
    const poor = await seeBeyond(beyond, { key: 'sb_publishable_of_another_project' })
    return { told, near, poor }
  })
