import { realpath } from 'node:fs/promises'
import { isGuarded, leftBy, madeBy } from '../../../functions/drift/attribution/made.ts'
import { withoutArguments } from '../../../functions/drift/attribution/supabase.ts'
import { cut, digestsOf } from '../../../functions/journal/supabase/digests.ts'
import type { Group, Migration } from '../../../functions/model/blueprint.ts'
import type { SupabaseFolder, SupabaseOverlap } from '../../../functions/model/supabase.ts'
import type { SupabaseMigrations } from './folder.ts'

/** What Drizzle's migrations make, for what the Supabase CLI's make, too. */
interface Drizzle {
  /** Its folder. */
  dir: string
  groups: readonly Group[]
  migrations: readonly Pick<Migration, 'tag'>[]
}

/** The Supabase CLI's migrations as a blueprint has them: digests in place of their text. */
export async function supabaseContent(
  { files, unread, dir }: SupabaseMigrations,
  drizzle: Drizzle,
): Promise<SupabaseFolder> {
  // One folder for both tools: each file is a migration of both, and there is nothing that two of them make.
  const shared = dir === (await realpath(drizzle.dir))
  return {
    shared,
    files: await Promise.all(
      files.map(async ({ file, version, name, text }) => ({ file, version, name, sql: await digestsOf([text]) })),
    ),
    unread: shared ? [] : unread,
    overlaps: shared ? [] : overlapsOf(files, drizzle),
  }
}

function overlapsOf(files: SupabaseMigrations['files'], { groups, migrations }: Drizzle): SupabaseOverlap[] {
  const makers = makersOf(groups)
  const made = madeByFiles(files)
  return files.flatMap(({ file }) => {
    const own = made.filter((fact) => fact.file === file && makers.has(fact.key))
    if (own.length === 0) return []
    const positions = [...new Set(own.flatMap(({ key }) => makers.get(key) ?? []))].toSorted((a, b) => a - b)
    return [
      {
        file,
        migrations: positions.flatMap((position) => migrations[position]?.tag ?? []),
        facts: [...new Set(own.map(({ key }) => key))].toSorted(),
        guarded: own.every(({ guarded }) => guarded),
      },
    ]
  })
}

/** Fact key, as a statement's beginning names it → position of the migration of Drizzle that made it first. */
function makersOf(groups: readonly Group[]): Map<string, number> {
  const makers = new Map<string, number>()
  for (const [key, , , since] of groups.flatMap(({ shards }) => shards.flatMap(({ facts }) => facts))) {
    const name = withoutArguments(key)
    if (since >= 0) makers.set(name, Math.min(since, makers.get(name) ?? since))
  }
  return makers
}

interface Made {
  key: string
  file: string
  guarded: boolean
}

/** What is there after all files, each with the file that made it: what one of them drops again was handed over. */
function madeByFiles(files: SupabaseMigrations['files']): Made[] {
  let made: Made[] = []
  for (const { file, text } of files) {
    for (const statement of cut([text])) {
      const left = new Set(
        leftBy(
          statement,
          made.map(({ key }) => key),
        ),
      )
      const guarded = isGuarded(statement)
      made = [...made.filter(({ key }) => left.has(key)), ...madeBy(statement).map((key) => ({ key, file, guarded }))]
    }
  }
  return made
}
