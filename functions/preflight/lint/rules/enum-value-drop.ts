import { objectOf, relationOf, written } from '../../tree/name.ts'
import { all, as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** There is no DROP VALUE: what people do instead. */
export const enumValueDrop: Rule = {
  id: 'enum-value-drop',
  title: 'An enum label cannot be dropped',
  severity: 'high',
  looks: 'DELETE FROM pg_enum, and DROP TYPE of an enum that is made again in the same deploy.',
  why: 'PostgreSQL has no DROP VALUE. A row of pg_enum deleted by hand leaves indexes with a label that nobody can print; a type made again needs every row cast, and fails at the first that has the label.',
  sources: ['https://www.postgresql.org/docs/current/datatype-enum.html', 'squawk ban-drop-type'],
  check({ statement, known, ahead }) {
    const deleted = relationOf(as(statement.node, 'DeleteStmt')?.relation)
    if (deleted.name === 'pg_enum')
      return [
        {
          subject: 'pg_enum',
          message: 'a label is deleted from the system catalog',
          severity: 'critical',
          recipe: [
            '-- leave the label, and refuse it:',
            "alter table … add constraint … check (column <> 'label') not valid;",
          ],
        },
      ]
    const drop = as(statement.node, 'DropStmt')
    if (drop?.removeType !== 'OBJECT_TYPE') return []
    return all(drop.objects, 'TypeName').flatMap(({ names }) => {
      const name = objectOf(names)
      const again = ahead.some(
        ({ node }) =>
          objectOf(as(node, 'CreateEnumStmt')?.typeName).name === name.name ||
          (as(node, 'RenameStmt')?.renameType === 'OBJECT_TYPE' && as(node, 'RenameStmt')?.newname === name.name),
      )
      const own = [...known.enums].find(([key]) => key.endsWith(`.${name.name}`))?.[1]
      if (!again || own?.pending === true) return []
      return [
        {
          subject: written(name),
          message: `${written(name)} is made again: each column of it is cast and rewritten, and rows with a label that is gone stop it`,
          recipe: [
            '-- look for rows first (plumbline lint --database-url says how many), bring them over in batches, and only then swap the type',
          ],
        },
      ]
    })
  },
}
