import { literalsIn } from '../literals.ts'
import type { Hit, Rule } from '../rule.ts'

/** As PostgreSQL's boolin: any beginning of these words that means one of them alone. */
const TRUE = /^(?:t(?:r(?:ue?)?)?|y(?:es?)?|on|1)$/i
const FALSE = /^(?:f(?:a(?:l(?:se?)?)?)?|no?|off?|0)$/i

/** A constant that must be a boolean. */
export const booleanLiteral: Rule = {
  id: 'boolean-literal',
  title: 'A constant that must be true or false',
  severity: 'high',
  looks: 'A default of a boolean column, and what stands before ::boolean. Info where PostgreSQL reads it.',
  why: "PostgreSQL reads 'yes', 'on', '1', 't' and their like; a number without quotes is no boolean (42804), any other word fails with 22P02.",
  sources: ['https://www.postgresql.org/docs/current/datatype-boolean.html', 'the guide’s casting mistakes'],
  check: ({ statement, known }) =>
    literalsIn(statement.node, known).flatMap(({ text, type, subject, at }): Hit[] => {
      if (type.name !== 'bool' || type.array) return []
      if (text === null)
        return [
          { subject, at, message: 'a number without quotes is no boolean (42804)', recipe: ['-- write true or false'] },
        ]
      const read = booleanOf(text)
      if (read === null)
        return [{ subject, at, message: `'${text}' is no boolean (22P02)`, recipe: ['-- write true or false'] }]
      // drizzle-kit and pg_dump write these.
      if (/^(?:true|false|t|f)$/.test(text)) return []
      return [
        {
          subject,
          at,
          severity: 'info',
          message: `'${text}' is read as ${read}: legal, though ${read} says it plainer`,
          recipe: [`-- ${read}`],
        },
      ]
    }),
}

/** What PostgreSQL reads a text as; null: nothing. */
export function booleanOf(text: string): boolean | null {
  const bare = text.replaceAll(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '')
  return TRUE.test(bare) ? true : FALSE.test(bare) ? false : null
}
