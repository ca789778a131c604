import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Failure } from '../../../functions/collect/failure.ts'
import type { Reached } from '../../../functions/collect/transport.ts'
import { withSnapshot } from '../../../functions/collect/transports/postgres.ts'
import { Unreachable } from '../../client.ts'

const About = z.object({
  version: z.string(),
  database: z.string(),
  role: z.string(),
  standby: z.boolean(),
  /** Whether the roles of a Supabase project are there. */
  supabase: z.boolean(),
})
export type About = z.infer<typeof About>

const STATEMENT = new URL('../../../supabase/about.sql', import.meta.url)

/** Asks a target what it is, in a read-only snapshot. */
export async function askAbout(url: string, timeouts: { statement: number; lock: number }): Promise<Reached<About>> {
  const sql = await readFile(STATEMENT, 'utf8')
  return withSnapshot({ url, timeouts }, async (session) => About.parse((await session.query(sql))[0]))
}

/** A failure to reach a target as the error that a command ends with. */
export const unreachable = ({ reason, mend }: Failure): Unreachable =>
  new Unreachable(`the target could not be looked at: ${reason}`, mend)

/** What a target may be called in a report: its database and where it is, without role and password. */
export function nameOf(url: string): { target: string; environment: string } {
  const { host, pathname } = new URL(url)
  return { target: decodeURIComponent(pathname.slice(1)) || 'postgres', environment: host || 'local' }
}
