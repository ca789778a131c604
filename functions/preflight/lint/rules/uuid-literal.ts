import { legalAsItStands, literalsIn } from '../literals.ts'
import type { Hit, Rule } from '../rule.ts'

/** As PostgreSQL's uuid_in: hyphens after any group of four digits, braces around. */
const UUID = /^(?:\{(?:[0-9a-f]{4}-?){8}\}|(?:[0-9a-f]{4}-?){7}[0-9a-f]{4})$/i

/** A constant that must be a UUID. */
export const uuidLiteral: Rule = {
  id: 'uuid-literal',
  title: 'A constant that must be a UUID',
  severity: 'high',
  looks: 'A default of a uuid column, and what stands before ::uuid. Info where it is legal without a cast.',
  why: 'Anything but 32 hexadecimal digits fails with 22P02 when the statement runs. A constant without a cast is read as the column’s type.',
  sources: ['https://www.postgresql.org/docs/current/datatype-uuid.html', 'the guide’s casting mistakes'],
  check: ({ statement, known }) =>
    literalsIn(statement.node, known).flatMap((constant): Hit[] => {
      const { text, type, subject, at } = constant
      if (type.name !== 'uuid' || type.array || text === null) return []
      if (!isUuid(text))
        return [
          {
            subject,
            at,
            message: `'${text}' is no UUID (22P02)`,
            recipe: ['-- gen_random_uuid() makes one for each row'],
          },
        ]
      return legalAsItStands(constant)
    }),
}

/** Whether PostgreSQL reads a text as a UUID. */
export const isUuid = (text: string): boolean => UUID.test(text) && !/-\}?$/.test(text)
