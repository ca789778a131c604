import { check, type HealthCheck, type Judgement } from '../check.ts'
import type { Limits } from '../../model/health.ts'
import type { CheckContext } from '../check.ts'
import { ServerRow } from './row.ts'

type Own = Omit<Parameters<typeof check<ServerRow>>[0], 'sql' | 'row' | 'judge'> & {
  judge(server: ServerRow, limits: Limits, context: CheckContext): Judgement
}

/** A check that supabase/checks/server.sql answers. */
export const ofServer = ({ judge, ...given }: Own): HealthCheck =>
  check({
    ...given,
    sql: 'server',
    row: ServerRow,
    judge: (_, limits, context) => judge(context.server, limits, context),
  })
