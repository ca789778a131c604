import { kindOf, parentsOf, type Fact } from '../../model/fact.ts'
import { commented, type FactStatement } from './create.ts'
import { nounOf, referenceOf, subjectOf, type Subject } from './names.ts'
import { dropSchema, dropTable } from './publication.ts'
import { isIdentity } from './sequence.ts'
import { partitionParent } from './table.ts'

const DROP: Record<string, (subject: Subject, fact: Fact) => string[]> = {
  table: ({ name }, { value }) => [...detach(name, value), `drop table ${name};`],
  foreign_table: ({ name }, { value }) => [...detach(name, value), `drop foreign table ${name};`],
  column: ({ object, part }) => [`alter table ${object} drop column ${part};`],
  constraint: ({ object, part }) => [`alter table ${object} drop constraint ${part};`],
  trigger: ({ object, part }) => [`drop trigger ${part} on ${object};`],
  policy: ({ object, part }) => [`drop policy ${part} on ${object};`],
  rule: ({ object, part }) => [`drop rule ${part} on ${object};`],
  user_mapping: ({ object, part }) => [`drop user mapping for ${part} server ${object};`],
  publication_table: (_, { key }) => dropTable(key),
  publication_schema: (_, { key }) => dropSchema(key),
  comment: (_, { key, parent }) => [`comment on ${commented(key, parent)} is null;`],
  sequence: ({ name }, fact) => (isIdentity(fact.value) ? dropIdentity(fact.value) : [`drop sequence ${name};`]),
}

/** A partition that a foreign key refers to can be dropped only after it was detached. */
function detach(name: string, value: string): string[] {
  const parent = partitionParent(value)
  return parent === null ? [] : [`alter table ${parent} detach partition ${name};`]
}

function dropIdentity(value: string): string[] {
  const { object, part } = subjectOf(`column:${value.replace(/^.* identity of /s, '')}`)
  return [`alter table ${object} alter column ${part} drop identity if exists;`]
}

/** The statements that remove one fact's object. Never CASCADE: what else hangs on it is for a person to see. */
export function dropStatement(fact: Fact): string[] {
  const subject = subjectOf(fact.key)
  return DROP[subject.kind]?.(subject, fact) ?? [`drop ${nounOf(subject.kind)} ${referenceOf(subject)};`]
}

/** The statements that remove a fact's object and all that follows from it, what depends before what it depends on. */
export const dropStatements = (root: Fact, follows: readonly Fact[]): string[] =>
  removals([root, ...follows], new Set([root])).map(({ sql }) => sql)

/**
 * The statements that remove some facts' objects, what depends before what it depends on, each with its fact; none for
 * what goes along with another.
 * @param always facts that have a statement of their own in any case
 */
export function removals(gone: readonly Fact[], always: ReadonlySet<Fact> = new Set()): FactStatement[] {
  const keys = new Set(gone.map(({ key }) => key))
  return dependentsFirst(gone)
    .filter((fact) => always.has(fact) || !goesAlong(fact, keys))
    .flatMap((fact) => dropStatement(fact).map((sql) => ({ fact, sql })))
}

function dependentsFirst(facts: readonly Fact[]): Fact[] {
  const done = new Set<Fact>()
  const visit = (fact: Fact): Fact[] => {
    if (done.has(fact)) return []
    done.add(fact)
    return [...facts.filter((other) => parentsOf(other).includes(fact.key)).flatMap(visit), fact]
  }
  return facts.flatMap(visit)
}

const PARTS = new Set(['column', 'constraint', 'index', 'trigger', 'policy'])

/** Whether dropping the others takes this one along, without CASCADE. */
function goesAlong(fact: Fact, gone: ReadonlySet<string>): boolean {
  const kind = kindOf(fact.key)
  const parents = parentsOf(fact)
  if (kind === 'comment') return parents.some((parent) => gone.has(parent))
  if (kind === 'sequence') return parents.some((parent) => kindOf(parent) === 'column' && gone.has(parent))
  if (!PARTS.has(kind)) return false
  // A foreign key may stand between two tables that both go.
  const wholes = fact.value.startsWith('FOREIGN KEY') ? [kind] : ['table', 'foreign_table', kind]
  return parents.some((parent) => wholes.includes(kindOf(parent)) && gone.has(parent))
}
