import type { LintReport } from '../../../../functions/model/lint.ts'
import { lint, type LintRequest } from '../../../../functions/preflight/lint/lint.ts'
import { parseMigration } from '../../../../functions/preflight/parse/migration.ts'
import { sqlParser } from '../../../../scripts/parser.ts'

/** Lints migrations that are given as text: 0000, 0001 … */
export async function linted(texts: readonly string[], wish: Partial<LintRequest> = {}): Promise<LintReport> {
  const parser = await sqlParser()
  const migrations = texts.map((text, i) => {
    const tag = String(i).padStart(4, '0')
    return parseMigration(parser, { tag, file: `${tag}.sql`, text })
  })
  return lint({ migrations, from: 0, deploy: 'one', ...wish })
}
