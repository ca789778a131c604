import type { Severity } from '../../model/findings/shared.ts'
import { declaredIn, type Declared } from '../tree/alter.ts'
import { written } from '../tree/name.ts'
import { typeOf, type TypeRef } from '../tree/type.ts'
import type { Hit, Rule } from './rule.ts'

/** What a rule says about a column of some type; null where the type is a good choice. */
export type Judgement = { message: string; recipe: string[]; severity?: Severity } | null

/** A rule about the type that a column is given: the same columns for all of them. */
export const columnType = (
  about: Omit<Rule, 'check'>,
  judge: (type: TypeRef, declared: Declared) => Judgement,
): Rule => ({
  ...about,
  check: ({ statement }) =>
    declaredIn(statement.node).flatMap((declared): Hit[] => {
      const type = typeOf(declared.column.typeName)
      const judged = type && judge(type, declared)
      const { table, name, column } = declared
      return judged ? [{ subject: `${written(table)}.${name}`, at: column.typeName?.location, ...judged }] : []
    }),
})
