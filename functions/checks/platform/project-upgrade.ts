import { z } from 'zod'
import { outside, told, type Told } from '../check.ts'

const Upgrade = z.object({
  eligibility: z.object({
    eligible: z.boolean(),
    current_app_version: z.string(),
    latest_app_version: z.string(),
    validation_errors: z.array(z.looseObject({ type: z.string() })).default([]),
  }),
  status: z.object({
    databaseUpgradeStatus: z
      .object({
        initiated_at: z.string(),
        latest_status_at: z.string(),
        target_version: z.number(),
        error: z.string().nullish(),
        progress: z.string().nullish(),
        status: z.number(),
      })
      .nullable(),
  }),
})
type Upgrade = z.infer<typeof Upgrade>

const PAGE = 'https://supabase.com/dashboard/project/_/settings/infrastructure'

/** Where the project stands with upgrades of PostgreSQL. */
export const projectUpgrade = outside({
  id: 'project-upgrade',
  title: 'An upgrade of PostgreSQL failed, is under way, or waits',
  where: 'platform',
  suite: 'daily',
  asks: ['GET /v1/projects/{ref}/upgrade/status', 'GET /v1/projects/{ref}/upgrade/eligibility'],
  source:
    'Supabase’s OpenAPI document (upgrade/status, upgrade/eligibility); https://supabase.com/docs/guides/platform/upgrading',
  why: 'A failed upgrade leaves a project in between; an old version loses its fixes, and what stands in an upgrade’s way is better known before it is urgent.',
  resolve: [`-- ${PAGE}`, '-- and what stands in its way first: GET /v1/projects/{ref}/upgrade/eligibility'],
  severity: { warn: 'low', critical: 'high' },
  permission: 'a token with the permissions project_admin_read and database_read (scope projects:read)',
  row: Upgrade,
  judge: ([upgrade]) => told(upgrade === undefined ? [] : [underWay(upgrade), waiting(upgrade)]),
})

/** The last step of an upgrade is over (databaseUpgradeStatus.progress). */
const DONE = /^(?:9_completed_upgrade|10_completed_post_physical_backup)$/

function underWay({ status: { databaseUpgradeStatus: last } }: Upgrade): Told | null {
  if (last === null) return null
  const to = `to PostgreSQL ${last.target_version}`
  const shared = { subject: 'upgrade', value: null, mend: [`-- ${PAGE}`] }
  if (last.error)
    return {
      ...shared,
      grade: 'critical',
      title: `The upgrade ${to} failed`,
      what: `${last.error}, at ${last.latest_status_at}.`,
    }
  if (last.progress && DONE.test(last.progress)) return null
  return {
    ...shared,
    grade: 'new',
    title: `An upgrade ${to} is under way`,
    what: `Since ${last.initiated_at}; at ${last.progress ?? `status ${last.status}`}.`,
  }
}

function waiting({ eligibility }: Upgrade): Told | null {
  const { current_app_version: current, latest_app_version: latest, validation_errors: errors } = eligibility
  if (current === latest) return null
  const ways = [...new Set(errors.map(({ type }) => type.replaceAll('_', ' ')))]
  return {
    subject: 'version',
    grade: ways.length > 0 ? 'warn' : 'new',
    value: null,
    title: `${latest} is out; the project has ${current}`,
    what:
      ways.length > 0 ? `In the way of an upgrade: ${ways.join(', ')}.` : 'Nothing stands in the way of an upgrade.',
    mend: [`-- ${PAGE}`],
  }
}
