import { tableIn } from '../../known/known.ts'
import { stepsOf } from '../../tree/alter.ts'
import { ident, written } from '../../tree/name.ts'
import { typeOf, typeText, type TypeRef } from '../../tree/type.ts'
import type { Rule } from '../rule.ts'
import { alterColumn } from '../text.ts'

const TEXTS = /^(?:text|varchar|bpchar|name|citext)$/
const NUMBERS = /^(?:int[248]|numeric|float[48])$/
const OTHERS = /^(?:uuid|jsonb?|bytea|inet|cidr|macaddr|interval|date|time|timetz|timestamp|timestamptz|bool)$/

/** A change of type that PostgreSQL makes only when it is told how. */
export const usingMissing: Rule = {
  id: 'using-missing',
  title: 'A change of type needs USING',
  severity: 'high',
  looks:
    'ALTER COLUMN … TYPE without USING between types that have no assignment cast: text to integer, uuid, boolean, jsonb, date or an enum, integer to boolean and the like.',
  why: 'PostgreSQL refuses it with 42804, “cannot be cast automatically”, and tells the USING it wants. A default of the old type must go first and come back after.',
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html', 'the guide’s casting mistakes'],
  check: ({ statement, known }) =>
    stepsOf(statement.node, 'AT_AlterColumnType').flatMap(({ table, name, definition }) => {
      const column = tableIn(known, table)?.columns.get(name)
      const to = typeOf(definition?.typeName)
      const isEnum = to !== null && [...known.enums.keys()].some((key) => key === `${to.schema ?? 'public'}.${to.name}`)
      if (definition?.raw_default || !column?.type || to === null || !needsUsing(column.type, to, isEnum)) return []
      const type = typeText(to)
      const change = `${alterColumn(table, name)} type ${type} using ${ident(name)}::${type};`
      return [
        {
          subject: `${written(table)}.${name}`,
          at: definition?.location,
          message: `column "${name}" cannot be cast automatically to type ${type} (42804)`,
          recipe: column.hasDefault
            ? [`${alterColumn(table, name)} drop default;`, change, `${alterColumn(table, name)} set default …;`]
            : [change],
        },
      ]
    }),
}

/** Whether PostgreSQL has no assignment cast from one type to the other; only types that are known here are judged. */
export function needsUsing(from: TypeRef, to: TypeRef, toEnum: boolean): boolean {
  if (TEXTS.test(to.name) || (from.name === to.name && from.array === to.array)) return false
  if (from.array !== to.array) return true
  if (TEXTS.test(from.name)) return toEnum || NUMBERS.test(to.name) || OTHERS.test(to.name)
  if (NUMBERS.test(from.name)) return toEnum || (OTHERS.test(to.name) && to.name !== 'bytea')
  if (from.name === 'bool') return NUMBERS.test(to.name) || toEnum
  return from.name === 'uuid' && (NUMBERS.test(to.name) || toEnum)
}
