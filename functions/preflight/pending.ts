import { judged } from '../journal/judged.ts'
import type { Migration } from '../model/blueprint.ts'
import type { JournalRows } from '../model/journal.ts'
import { sha256 } from '../model/parts.ts'
import type { SentFolder } from '../model/sent-folder.ts'

/** The tags that Drizzle would run now, in its order; a seam to the model of what Drizzle does. */
export async function pendingTags(
  folder: SentFolder,
  rows: JournalRows,
  table: string,
  now: number,
): Promise<string[]> {
  const migrations = await Promise.all(
    folder.migrations.map(async ({ tag, file, when, text }): Promise<Migration> => ({
      tag,
      file,
      when,
      hash: text === null ? null : await sha256(text),
      spellings: {},
      statements: 0,
      adds: 0,
      changes: 0,
      removes: 0,
    })),
  )
  const { runs } = judged({ layout: folder.layout, migrations, table, rows, now })
  return migrations.flatMap(({ tag }, i) => (runs[i] ? [tag] : []))
}
