import { expect, test } from 'vitest'
import { leaveOut } from '../../../functions/collect/leave-out.ts'
import { statementOf } from '../../../functions/collect/statement.ts'
import { KINDS_OF_TEXT } from '../../../functions/model/texts.ts'
import { readCatalog } from '../../../scripts/catalog.ts'
import { allNodes, statementsOf } from './sql.ts'

const catalog = readCatalog()
const journal = { schema: 'drizzle', table: '__drizzle_migrations' }

/** What a statement reads, as PostgreSQL itself parses it. */
async function readBy(sql: string) {
  const nodes = (await statementsOf(sql)).flatMap((statement) => allNodes(statement))
  const queries = nodes.flatMap(({ type, body }) => (type === 'CommonTableExpr' ? [String(body.ctename)] : []))
  const read = nodes.flatMap(({ type, body }) => (type === 'RangeVar' ? [body] : []))
  const named = (of: (schema: unknown) => boolean) =>
    new Set(read.filter(({ schemaname }) => of(schemaname)).map(({ relname }) => String(relname)))
  return {
    queries,
    relations: named((schema) => schema === 'pg_catalog'),
    own: named((schema) => (schema ?? '') === ''),
  }
}

const asked = (closed: readonly string[]) => statementOf(catalog, { ask: 'fingerprints', journal, closed })

const { relations } = await readBy(asked([]))
const needed = [...relations].toSorted().map((name) => [name, leaveOut(catalog, [name]).texts] as const)

test('every text of supabase/catalog has its kinds in KINDS_OF_TEXT', () => {
  const { locks, scope, facts, surroundings, ...texts } = catalog
  expect([locks, scope, facts, surroundings]).not.toContain(undefined)
  expect(Object.keys(KINDS_OF_TEXT).toSorted()).toEqual(Object.keys(texts).toSorted())
})

test('nobody is asked for less where nothing is closed, or what is closed is none of ours', () => {
  const plain = statementOf(catalog, { ask: 'fingerprints', journal })
  expect(asked([])).toBe(plain)
  expect(asked(['pg_statistic'])).toContain('from pg_catalog.pg_policy')
  expect(leaveOut(catalog, ['pg_statistic', 'pg_depend'])).toEqual({ sql: catalog, texts: [] })
})

test.each(needed.filter(([, texts]) => texts.length > 0))(
  'without %s, a statement reads it nowhere, and no query that nobody reads',
  async (name) => {
    const { queries, own, ...rest } = await readBy(asked([name]))
    expect(rest.relations).not.toContain(name)
    expect([...own].toSorted()).toEqual(queries.toSorted())
  },
)

test('several at once', async () => {
  const closed = ['pg_policy', 'pg_enum', 'pg_event_trigger', 'pg_description', 'pg_trigger']
  const { relations: left } = await readBy(asked(closed))
  expect(closed.filter((name) => left.has(name))).toEqual([])
  const each = closed.flatMap((name) => leaveOut(catalog, [name]).texts)
  expect(leaveOut(catalog, closed).texts).toEqual([...new Set(each)].toSorted())
})

test('which texts hang on which relation; on those without a text, all', () => {
  const rights = ['default-privileges', 'owners', 'privileges', 'roles', 'settings']
  const short = (texts: readonly string[]) =>
    rights.every((text) => texts.includes(text)) ? ['(rights)', ...texts.filter((t) => !rights.includes(t))] : texts
  const lines = needed.map(([name, texts]) => `${name}: ${short(texts).join(', ') || 'all'}`)
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "pg_aggregate: aggregates
    pg_am: (rights), comments, operator-classes, tables, unmodelled, views
    pg_amop: operator-classes
    pg_amproc: operator-classes
    pg_attrdef: columns, views
    pg_attribute: all
    pg_auth_members: roles, settings
    pg_cast: (rights), comments, operators
    pg_class: all
    pg_collation: (rights), collations, columns, comments, ranges, types
    pg_constraint: columns, comments, constraints, indexes, types
    pg_conversion: unmodelled
    pg_database: all
    pg_db_role_setting: settings
    pg_default_acl: default-privileges, privileges, roles, settings
    pg_depend: all
    pg_description: comments
    pg_enum: types
    pg_event_trigger: (rights), comments, event-triggers
    pg_extension: columns, extensions, foreign
    pg_foreign_data_wrapper: (rights), comments, foreign
    pg_foreign_server: (rights), comments, foreign, tables
    pg_foreign_table: tables
    pg_index: comments, indexes, tables
    pg_inherits: columns, constraints, indexes, tables
    pg_language: unmodelled
    pg_largeobject_metadata: unmodelled
    pg_locks: all
    pg_namespace: all
    pg_opclass: (rights), comments, operator-classes, ranges
    pg_operator: (rights), aggregates, comments, operators
    pg_opfamily: (rights), comments, operator-classes
    pg_parameter_acl: (rights)
    pg_policy: comments, policies, roles, settings
    pg_proc: all
    pg_publication: (rights), comments, publications
    pg_publication_namespace: publications
    pg_publication_rel: publications
    pg_range: ranges
    pg_rewrite: all
    pg_roles: policies, roles, settings
    pg_seclabel: unmodelled
    pg_sequence: sequences
    pg_stat_activity: all
    pg_statistic_ext: (rights), comments, statistics
    pg_subscription: unmodelled
    pg_tablespace: indexes, tables, views
    pg_transform: unmodelled
    pg_trigger: comments, triggers
    pg_ts_config: (rights), comments, text-search
    pg_ts_config_map: text-search
    pg_ts_dict: (rights), comments, text-search
    pg_ts_parser: text-search, unmodelled
    pg_ts_template: text-search, unmodelled
    pg_type: all
    pg_user_mappings: foreign"
  `)
})
