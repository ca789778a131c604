import { RESERVED } from '../../../model/keywords.ts'
import { placesOfNames } from '../names.ts'
import type { Rule } from '../rule.ts'

/** A table or column that must be quoted for ever. */
export const reservedWord: Rule = {
  id: 'reserved-word',
  title: 'A name is a reserved word',
  severity: 'info',
  looks: 'A table or column made with the name of a reserved key word (user, order, group …).',
  why: 'It works only in quotes: select * from user answers the role that asks, without an error.',
  sources: ['https://www.postgresql.org/docs/current/sql-keywords-appendix.html'],
  check: ({ statement }) =>
    placesOfNames(statement.node)
      .filter(({ name, kind }) => (kind === 'table' || kind === 'column') && RESERVED.has(name))
      .map(({ name, kind, at }) => ({
        subject: name,
        at,
        message: `${kind} ${name} is a reserved word`,
        recipe: [`-- call it ${name}s, or what it is: app_${name}`],
      })),
}
