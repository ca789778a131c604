import { behindColumn, defaultName } from '../../known/column.ts'
import { declaredIn } from '../../tree/alter.ts'
import { ident, relationOf, written } from '../../tree/name.ts'
import { strings } from '../../tree/node.ts'
import { typeOf, typeText } from '../../tree/type.ts'
import type { Rule } from '../rule.ts'
import { alterTable, foreignKeyText, NEXT_DEPLOY } from '../text.ts'

/** ADD COLUMN … REFERENCES: two locks for one column. */
export const addColumnReferences: Rule = {
  id: 'add-column-references',
  title: 'A new column with a foreign key locks two tables at once',
  severity: 'low',
  weighs: 'traffic',
  looks: 'ADD COLUMN … REFERENCES on a table that stood before.',
  why: 'The column takes ACCESS EXCLUSIVE on its own table, and the key then waits for SHARE ROW EXCLUSIVE on the other with that in hand. With a default every row is looked up, too.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'on its own table, while it waits for the other' },
  sources: ['squawk adding-foreign-key-constraint', 'pgfence', 'strong_migrations: adding a reference'],
  check: ({ statement }) =>
    declaredIn(statement.node).flatMap(({ table, column, name, by }) => {
      const node = behindColumn(column, 'CONSTR_FOREIGN')
      const type = typeOf(column.typeName)
      if (by !== 'add' || !node || type === null) return []
      const refers = relationOf(node.pktable)
      const own = ident(node.conname || defaultName(table.name, 'foreign', [name]))
      return [
        {
          subject: `${written(table)}.${name}`,
          table,
          at: node.location,
          message: `${name} makes ${written(table)} wait for ${written(refers)} under ACCESS EXCLUSIVE`,
          recipe: [
            `${alterTable(table)} add column ${ident(name)} ${typeText(type)};`,
            `${alterTable(table)} add constraint ${own} ${foreignKeyText({ node, columns: [name] }, refers, strings(node.pk_attrs))} not valid;`,
            NEXT_DEPLOY,
            `${alterTable(table)} validate constraint ${own};`,
          ],
        },
      ]
    }),
}
