import type { LintReport } from '../../model/lint.ts'
import { nothingKnown } from '../known/known.ts'
import { learn } from '../known/learn.ts'
import { lint, type LintMigration } from '../lint/lint.ts'
import { keyOf, objectOf } from '../tree/name.ts'

const BREAKING =
  /^(?:rename-|drop-(?:column|table|object|schema|cascade)|set-schema|truncate|add-column-not-null|enum-value-drop|change-type)/

/**
 * The header of a migration, as far as it can be known: what it stands on from the migrations before, what it breaks
 * and how long it locks from lint. The rest is TODO, which `docs check` refuses.
 */
export function draftHeader(migrations: readonly LintMigration[], position: number): string[] {
  const own = migrations[position]
  if (!own) throw new Error(`there is no migration ${position}`)
  const report = lint({ migrations, from: position, deploy: 'one' })
  const mine = { ...report, findings: report.findings.filter(({ tag }) => tag === own.tag) }
  const purpose = own.tag.replace(/^\d+_/, '').replaceAll('_', ' ')
  return [
    `-- Purpose: TODO (${purpose})`,
    ...section('Dependencies', dependencies(migrations.slice(0, position), own), 'none'),
    ...section(
      'Breaking Changes',
      told(mine, (rule) => BREAKING.test(rule)),
      'none that lint knows',
    ),
    '-- Rollback: TODO',
    '-- Testing: TODO',
    ...section(
      'Performance',
      told(mine, (rule) => !BREAKING.test(rule), true),
      'no lock on a table that stood before',
    ),
  ]
}

const section = (name: string, lines: readonly string[], otherwise: string): string[] =>
  lines.length < 2 ? [`-- ${name}: ${lines[0] ?? otherwise}`] : [`-- ${name}:`, ...lines.map((line) => `--   ${line}`)]

const told = ({ findings }: LintReport, wanted: (rule: string) => boolean, weighed = false): string[] => [
  ...new Set(
    findings
      .filter(({ rule, severity }) => wanted(rule) && (!weighed || (severity !== 'info' && LOCKING.test(rule))))
      .map(({ message }) => message.replaceAll(/\s+/g, ' ')),
  ),
]

const LOCKING =
  /index-not-concurrent|constraint|primary-key|foreign-key-not-valid|check-not-valid|set-not-null|default|generated|sequence-column|rewrite|cluster|refresh|partition|update-without|under-lock/

/** The objects of earlier migrations that a migration names, with the migration that made each. */
function dependencies(before: readonly LintMigration[], own: LintMigration): string[] {
  const makers = makersOf(before)
  const named = own.statements.flatMap(({ node }) => namesIn(node))
  const found = [...new Set(named)].flatMap((key) => {
    const maker = makers.get(key)
    return maker === undefined ? [] : [{ maker, name: key.replace(/^public\./, '') }]
  })
  return [...Map.groupBy(found, ({ maker }) => maker)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([maker, names]) =>
        `${maker} (${names
          .map(({ name }) => name)
          .toSorted()
          .join(', ')})`,
    )
}

function makersOf(before: readonly LintMigration[]): Map<string, string> {
  const known = nothingKnown()
  const makers = new Map<string, string>()
  for (const { tag, statements } of before) {
    for (const { node } of statements) learn(known, node, false)
    for (const key of [...known.tables.keys(), ...known.enums.keys()]) if (!makers.has(key)) makers.set(key, tag)
  }
  return makers
}

/** Every relation and type that a statement names, wherever it stands in the tree. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (typeof value !== 'object' || value === null) return []
  const own =
    'relname' in value && typeof value.relname === 'string'
      ? [
          keyOf({
            schema:
              'schemaname' in value && typeof value.schemaname === 'string' && value.schemaname !== ''
                ? value.schemaname
                : 'public',
            name: value.relname,
          }),
        ]
      : []
  const type =
    'typeName' in value &&
    typeof value.typeName === 'object' &&
    value.typeName !== null &&
    'names' in value.typeName &&
    Array.isArray(value.typeName.names)
      ? [keyOf(objectOf(value.typeName.names))]
      : []
  return [...own, ...type, ...Object.values(value).flatMap(namesIn)]
}
