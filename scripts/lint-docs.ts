import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { IGNORE_COMMENT } from '../functions/preflight/lint/ignore.ts'
import { OPAQUE } from '../functions/preflight/lint/opaque.ts'
import { lockText, type Rule } from '../functions/preflight/lint/rule.ts'
import { RULE_GROUPS, RULES } from '../functions/preflight/lint/rules.ts'

/** The list of the rules, for people. */
export const LINT_DOCS = fileURLToPath(new URL('../docs/lint.md', import.meta.url))

const WEIGHED = {
  rows: 'by the rows of the table: info on a tiny one, high on a big or busy one',
  traffic: 'by the traffic of the table: info on a tiny one, high on a busy one',
}

/** What docs/lint.md must hold now. */
export const lintDocs = (): string => `# What lint knows

\`npm run -s plumbline -- lint --migrations ./drizzle\` judges each statement of each migration by ${RULES.length} rules. This page is written by
\`npm run docs:lint\` from the rules themselves (functions/preflight/lint/rules); the locks and rewrites it names are held to pg_locks and to
the table's files on PostgreSQL 15, 16, 17 and 18 by test/postgres/lint-locks.test.ts.

- **Each file is a deploy of its own**, unless \`--from TAG\` or \`--pending\` says that several are one: Drizzle 0.x runs all that is pending in one transaction.
- **A table made in the same deploy is exempt** from rules about locks and long work: it is empty, and nobody waits for it.
- **With \`--pending --database-url\`** severities go by what the target holds: up to 10,000 rows and 8 MB a table is tiny; from 1,000,000 rows,
  1 GB or 10 writes a second on it is big or busy. What PostgreSQL has not counted yet is unknown, and weighs as if nothing had been asked.
- **To answer a rule**, before the statement: \`-- plumbline: ignore RULE[, RULE] because REASON\`, or \`ignore-file\` anywhere in the file. Without a
  reason it does not hold; a rule that there is not, and an ignore that answers nothing, are told as \`${IGNORE_COMMENT.id}\`.
- **A DO block or CALL is unknown**, not clean: it decides at run time what it does. \`-- plumbline: ignore ${OPAQUE} because REASON\` answers for it.

${RULE_GROUPS.map(({ title, rules }) => `## ${title}\n\n${rules.map(ruleDocs).join('\n')}`).join('\n')}`

const link = (source: string) => (source.startsWith('https://') ? `<${source}>` : source)

const ruleDocs = ({ id, title, severity, weighs, looks, why, lock, rewrites, versions, sources }: Rule): string =>
  [
    `### ${id}`,
    '',
    `**${title}** · ${severity}${weighs ? `, weighed ${WEIGHED[weighs]}` : ''}`,
    '',
    `Looks for: ${looks}`,
    '',
    why,
    '',
    ...(lock ? [`- Lock: ${lockText(lock)}${rewrites ? '; the table is written again' : ''}`] : []),
    ...(versions ? [`- Versions: ${versions}`] : []),
    `- Known to: ${sources.map(link).join(' · ')}`,
    '',
  ].join('\n')

if (import.meta.main) await writeFile(LINT_DOCS, lintDocs())
