/**
 * The kinds of facts that each text of supabase/catalog yields, by its name: what cannot be said where the text cannot be
 * run. `unmodelled` stands for all kinds that are only counted (`unmodelled language`).
 */
export const KINDS_OF_TEXT: Readonly<Record<string, readonly string[]>> = {
  aggregates: ['aggregate'],
  collations: ['collation'],
  columns: ['column'],
  comments: ['comment'],
  constraints: ['constraint'],
  'default-privileges': ['default_privilege'],
  'event-triggers': ['event_trigger'],
  extensions: ['extension'],
  foreign: ['fdw', 'server', 'user_mapping'],
  functions: ['function', 'procedure'],
  indexes: ['index'],
  'operator-classes': ['opclass', 'opfamily'],
  operators: ['cast', 'operator'],
  owners: ['owner'],
  policies: ['policy'],
  privileges: ['privilege'],
  publications: ['publication', 'publication_schema', 'publication_table'],
  ranges: ['range'],
  roles: ['member', 'role'],
  rules: ['rule'],
  schemas: ['schema'],
  sequences: ['sequence'],
  settings: ['setting'],
  statistics: ['statistics'],
  tables: ['foreign_table', 'table'],
  'text-search': ['ts_config', 'ts_dict'],
  triggers: ['trigger'],
  types: ['composite', 'domain', 'enum'],
  unmodelled: ['unmodelled'],
  views: ['matview', 'view'],
}

/** Whether a kind is one of those that some texts yield. */
export function isYielded(kind: string, texts: readonly string[]): boolean {
  const plain = kind.startsWith('unmodelled ') ? 'unmodelled' : kind
  return texts.some((text) => KINDS_OF_TEXT[text]?.includes(plain) === true)
}

/** A relation of pg_catalog that the role may not read, and the texts of supabase/catalog that need it. */
export interface Without {
  catalog: string
  texts: readonly string[]
}
