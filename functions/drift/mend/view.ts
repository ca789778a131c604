import type { Fact } from '../../model/fact.ts'
import { subjectOf } from './names.ts'

/** Statements that make a view; the defaults of its columns follow its definition (supabase/catalog/views.sql). */
export function createView({ key, value }: Fact): string[] {
  const { kind, name } = subjectOf(key)
  const [, definition = value, defaults = ''] =
    /^(.*?;)((?: column (?:"(?:[^"]|"")*"|[\w$]+) default .*)?)$/s.exec(value) ?? []
  const columns = defaults.split(/ column (?=(?:"(?:[^"]|"")*"|[\w$]+) default )/).slice(1)
  return [
    `create ${kind === 'matview' ? 'materialized view' : 'view'} ${name} ${definition}`,
    ...columns.map((column) => `alter view ${name} alter column ${column.replace(' default ', ' set default ')};`),
  ]
}
