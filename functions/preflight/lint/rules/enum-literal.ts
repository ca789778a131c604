import { ident, literal, keyOf } from '../../tree/name.ts'
import { legalAsItStands, literalsIn } from '../literals.ts'
import type { Hit, Rule } from '../rule.ts'

/** A constant that must be a label of an enum. */
export const enumLiteral: Rule = {
  id: 'enum-literal',
  title: 'A constant that must be a label of an enum',
  severity: 'high',
  looks:
    'A default of an enum column, and what stands before ::enum, where the labels are known. Info where it is legal without a cast.',
  why: 'Anything but a label, in the same upper and lower case, fails with 22P02 when the statement runs. A constant without a cast is read as the column’s type.',
  sources: ['https://www.postgresql.org/docs/current/datatype-enum.html', 'the guide’s casting mistakes'],
  check: ({ statement, known }) =>
    literalsIn(statement.node, known).flatMap((constant): Hit[] => {
      const { text, type, subject, at } = constant
      const labels = known.enums.get(keyOf({ schema: type.schema ?? 'public', name: type.name }))?.labels
      if (labels === undefined || type.array || text === null) return []
      if (labels.includes(text)) return legalAsItStands(constant)
      return [
        {
          subject,
          at,
          message: `'${text}' is no label of ${type.name} (22P02); there are: ${labels.join(', ')}`,
          recipe: [
            `alter type ${type.schema ? `${ident(type.schema)}.` : ''}${ident(type.name)} add value ${literal(text)};`,
            '-- in a deploy before the one that uses it',
          ],
        },
      ]
    }),
}
