import { lint, type LintMigration } from '../../functions/preflight/lint/lint.ts'
import type { LintReport } from '../../functions/model/lint.ts'
import type { MigrationFile } from '../blueprint/migration-file.ts'
import type { Standing } from '../commands/support/standing.ts'
import { parseMigration } from '../../functions/preflight/parse/migration.ts'
import { sqlParser } from '../parser.ts'

type FileText = Pick<MigrationFile, 'tag' | 'file' | 'text'>

/** A migration's statements; one whose file is missing cannot be judged. */
export async function parsedFile({ tag, file, text }: FileText): Promise<LintMigration> {
  if (text !== null) return parseMigration(await sqlParser(), { tag, file, text })
  const missing = { line: 1, column: 1, message: 'the journal names the file, and the folder does not have it' }
  return { tag, file, text: '', statements: [], errors: [missing] }
}

/** Judges migrations that run as one deploy, by what stands on the target and weighed by what it holds. */
export async function lintDeploy(
  files: readonly FileText[],
  { known, weights }: Pick<Standing, 'known' | 'weights'>,
  exposed: readonly string[],
): Promise<LintReport> {
  const migrations = await Promise.all(files.map(parsedFile))
  return lint({ migrations, from: 0, deploy: 'one', known, weights, exposed })
}
