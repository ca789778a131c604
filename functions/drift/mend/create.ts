import { kindOf, parentsOf, type Fact } from '../../model/fact.ts'
import { definitionOf, storageStatements } from './column.ts'
import { createServer, createUserMapping, createWrapper } from './foreign.ts'
import { nounOf, referenceOf, subjectOf } from './names.ts'
import { standardLiteral } from '../../model/sql.ts'
import { createClass, createFamily, createNamed } from './operator.ts'
import { addSchema, addTable, createPublication } from './publication.ts'
import { createSequence, ownSequence } from './sequence.ts'
import { createStatistics } from './statistics.ts'
import { createTable, finishTable, identityOf } from './table.ts'
import { createConfiguration } from './text-search.ts'
import { createTrigger } from './trigger.ts'
import { createView } from './view.ts'

type Create = (fact: Fact, all: readonly Fact[]) => string[]

/** In the order in which they can be made: each kind may need those before it. */
const CREATE: Record<string, Create> = {
  schema: ({ key }) => [`create schema ${subjectOf(key).name};`],
  extension: ({ key, value }) => [`create extension ${subjectOf(key).name} with ${value};`],
  fdw: createWrapper,
  server: createServer,
  user_mapping: createUserMapping,
  collation: ({ key, value }) => [`create collation ${subjectOf(key).name} ${value};`],
  ts_dict: ({ key, value }) => [`create text search dictionary ${subjectOf(key).name} ${value};`],
  ts_config: createConfiguration,
  enum: ({ key, value }) => [`create type ${subjectOf(key).name} as ${value};`],
  domain: createDomain,
  composite: ({ key, value }) => [`create type ${subjectOf(key).name} as ${value.replace(/^composite /, '')};`],
  range: ({ key, value }) => [`create type ${subjectOf(key).name} as ${value};`],
  sequence: createSequence,
  function: ({ value }) => [`${value.trimEnd()};`],
  procedure: ({ value }) => [`${value.trimEnd()};`],
  aggregate: createNamed('aggregate'),
  operator: createNamed('operator'),
  opfamily: createFamily,
  opclass: createClass,
  cast: ({ key, value }) => [`create cast ${subjectOf(key).name} ${value};`],
  table: createTable,
  foreign_table: createTable,
  column: createColumn,
  view: createView,
  matview: createView,
  constraint: ({ key, value }) => [
    `alter table ${subjectOf(key).object} add constraint ${subjectOf(key).part} ${value};`,
  ],
  index: ({ key, value }) => createIndex(key, value),
  statistics: createStatistics,
  rule: createTrigger,
  trigger: createTrigger,
  policy: ({ key, value }) => [`create policy ${subjectOf(key).part} on ${subjectOf(key).object} ${value};`],
  publication: createPublication,
  publication_table: addTable,
  publication_schema: addSchema,
  event_trigger: createTrigger,
  comment: ({ key, value, parent }) => [`comment on ${commented(key, parent)} is ${standardLiteral(value)};`],
}

const RANK = Object.keys(CREATE)

const rank = ({ key, value }: Fact) => RANK.indexOf(kindOf(key)) + (value.startsWith('FOREIGN KEY') ? 0.5 : 0)

/** A statement, and the fact that it is for. */
export interface FactStatement {
  fact: Fact
  sql: string
}

/** Statements that make some facts, in an order that works: kinds by rank, foreign keys after the keys they refer to. */
export const createStatements = (facts: readonly Fact[]): string[] => creations(facts).map(({ sql }) => sql)

/** The same, each with the fact that it is for. */
export function creations(facts: readonly Fact[]): FactStatement[] {
  const made = parentsFirst(facts.toSorted((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1)))
  const keys = new Set(facts.map(({ key }) => key))
  const own = made.filter((fact) => !comesWithParent(fact, keys))
  const each = (statements: (fact: Fact) => string[]) =>
    own.flatMap((fact) => statements(fact).map((sql): FactStatement => ({ fact, sql })))
  return [
    ...each((fact) => CREATE[kindOf(fact.key)]?.(fact, facts) ?? []),
    ...each((fact) => (kindOf(fact.key) === 'sequence' ? ownSequence(fact) : [])),
    ...each((fact) => (kindOf(fact.key) === 'table' ? finishTable(fact) : [])),
  ]
}

/** A view after the views it reads, a partition after its table; what has another rank keeps its place. */
function parentsFirst(facts: readonly Fact[]): Fact[] {
  const byKey = new Map(facts.map((fact) => [fact.key, fact]))
  const done = new Set<Fact>()
  const visit = (fact: Fact): Fact[] => {
    if (done.has(fact)) return []
    done.add(fact)
    const parents = parentsOf(fact).flatMap((key) => byKey.get(key) ?? [])
    return [...parents.filter((parent) => rank(parent) === rank(fact)).flatMap(visit), fact]
  }
  return facts.flatMap(visit)
}

/** Parts of a table that it may have from the table it is a partition or a child of. */
const INHERITED = new Set(['column', 'constraint', 'index', 'trigger'])

const TABLES = new Set(['table', 'foreign_table'])

/** What a partition or a child table has from its parent comes with the parent's, or with the table itself. */
function comesWithParent(fact: Fact, keys: ReadonlySet<string>): boolean {
  const kind = kindOf(fact.key)
  if (!INHERITED.has(kind)) return false
  const parents = parentsOf(fact)
  const inherited = parents.filter((parent) => kindOf(parent) === kind)
  const tables = parents.filter((parent) => TABLES.has(kindOf(parent)))
  return inherited.length > 0 && [...inherited, ...tables].some((parent) => keys.has(parent))
}

/** A constraint that holds for new values only can be added to a domain, not made with it. */
function createDomain({ key, value }: Fact): string[] {
  const { name } = subjectOf(key)
  const [domain = '', ...constraints] = value
    .replace(/^domain /, '')
    .split(/ (?=constraint (?:"(?:[^"]|"")*"|[\w$]+) CHECK )/)
  const late = constraints.filter((constraint) => constraint.endsWith(' NOT VALID'))
  const early = constraints.filter((constraint) => !late.includes(constraint))
  return [
    `create domain ${name} ${[domain, ...early].join(' ')};`,
    ...late.map((constraint) => `alter domain ${name} add ${constraint};`),
  ]
}

/** A column of a table that is made at the same time is part of CREATE TABLE. */
function createColumn(column: Fact, all: readonly Fact[]): string[] {
  const { key, value } = column
  const { object, part } = subjectOf(key)
  if (all.some(({ key: made }) => made === `table:${object}` || made === `foreign_table:${object}`)) return []
  return [
    `alter table ${object} add column ${part} ${definitionOf(value)}${identityOf(column, all)};`,
    ...storageStatements(key, value),
  ]
}

/** PostgreSQL prints ONLY for the index of a partitioned table; without it the partitions get theirs, and it is valid. */
export function createIndex(key: string, value: string): string[] {
  const [, definition = value, tablespace, invalid] = INDEX.exec(value) ?? []
  return [
    `${invalid ? definition : definition.replace(' ON ONLY ', ' ON ')};`,
    ...(tablespace ? [`alter index ${subjectOf(key).name} set tablespace ${tablespace};`] : []),
  ]
}

const INDEX = /^(.*?)(?: tablespace ("(?:[^"]|"")*"|[\w$]+))?( \(invalid\))?$/s

/** `comment:policy:public.users.own` → `policy own on public.users`. */
export function commented(key: string, parent: string | null): string {
  const { kind, name, object, part } = subjectOf(subjectOf(key).name)
  const domain = parent?.split('\n').includes(`domain:${object}`) ?? false
  if (kind === 'constraint') return `constraint ${part} on ${domain ? 'domain ' : ''}${object}`
  if (kind === 'trigger' || kind === 'policy' || kind === 'rule') return `${kind} ${part} on ${object}`
  return `${nounOf(kind)} ${referenceOf({ kind, name, object, part })}`
}
