import { readdir, readFile } from 'node:fs/promises'
import type { BlueprintContent } from '../../functions/model/blueprint.ts'

/** A session that runs several statements as one text, as PGlite's `exec` does. */
export interface ScratchSession {
  exec(sql: string): Promise<unknown>
}

export type Platform = BlueprintContent['platform']

const FOLDER = new URL('../../supabase/scratch/', import.meta.url)

/** The texts of supabase/scratch in the order in which they run; none for a plain PostgreSQL. */
export async function scratchSql(platform: Platform): Promise<string[]> {
  if (platform === 'none') return []
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(names.map((name) => readFile(new URL(name, FOLDER), 'utf8')))
}

/**
 * Makes an empty database (PostgreSQL 15 to 18, PGlite with pgcrypto and uuid_ossp loaded) one on which the migrations of a
 * platform's project replay; may be repeated. The session's search_path is then the project's: `"$user", public, extensions`.
 * Roles are made for the whole server, as roles are.
 * @throws what the session throws
 */
export async function prepareScratch(session: ScratchSession, platform: Platform): Promise<void> {
  for (const sql of await scratchSql(platform)) await session.exec(sql)
}
