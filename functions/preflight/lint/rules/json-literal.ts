import { legalAsItStands, literalsIn } from '../literals.ts'
import type { Hit, Rule } from '../rule.ts'
import { standardLiteral } from '../../../model/sql.ts'

/** A constant that must be JSON. */
export const jsonLiteral: Rule = {
  id: 'json-literal',
  title: 'A constant that must be JSON',
  severity: 'high',
  looks:
    'A default of a json or jsonb column, and what stands before ::json or ::jsonb. Info where it is legal without a cast.',
  why: 'What is no JSON fails with 22P02 when the statement runs. A constant without a cast is read as the column’s type: ::jsonb adds nothing but clarity.',
  sources: ['https://www.postgresql.org/docs/current/datatype-json.html', 'the guide’s casting mistakes'],
  check: ({ statement, known }) =>
    literalsIn(statement.node, known).flatMap((constant): Hit[] => {
      const { text, type, subject, at } = constant
      if (!/^jsonb?$/.test(type.name) || type.array || text === null) return []
      const wrong = faultOf(text)
      if (wrong !== null)
        return [
          {
            subject,
            at,
            message: `'${text}' is no JSON (22P02): ${wrong}`,
            recipe: [`${standardLiteral(JSON.stringify(text))}::${type.name}  -- if the text itself is meant`].map(
              (line) => `-- ${line}`,
            ),
          },
        ]
      return legalAsItStands(constant)
    }),
}

function faultOf(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch {
    return /^\s*[{[]/.test(text)
      ? 'a bracket, comma or quote is not where JSON wants it'
      : 'a string of JSON stands in double quotes'
  }
}
