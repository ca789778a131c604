import type { BackupSettings } from '../../functions/model/target.ts'
import { dailyBackups, paidProject } from '../management-api/platform.ts'
import { startManagementServer } from '../management-api/server.ts'
import type { Stage } from './stage.ts'

const SECRET = 'DEMO_ACCESS_TOKEN'

/**
 * The demo has no Supabase behind it: its backups are those of a double of the Management API on this machine, whose last days have
 * one that failed, and which makes restore points.
 */
export async function demoBackups(
  stage: Stage,
): Promise<{ settings: BackupSettings; secrets: Record<string, string> }> {
  const project = paidProject({ backups: dailyBackups(Date.now(), { failed: [2] }) })
  const server = await stage.add(startManagementServer(project), (started) => started.close())
  return {
    settings: {
      enough: ['restore-point', 'physical'],
      max_age_hours: 24,
      pitr_lag_seconds: 240,
      max_proof_age_days: 30,
      project_ref: project.ref,
      token_secret: SECRET,
      api_url: server.url,
    },
    secrets: { [SECRET]: project.token },
  }
}
