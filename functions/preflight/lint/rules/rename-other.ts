import { stands } from '../../known/known.ts'
import { objectOf, relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

const WORDS: Readonly<Record<string, string>> = {
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_SCHEMA: 'schema',
  OBJECT_ATTRIBUTE: 'attribute',
  OBJECT_SEQUENCE: 'sequence',
}

/** A type, function, schema, sequence or enum label that queries name. */
export const renameOther: Rule = {
  id: 'rename-other',
  title: 'Something that queries name gets another name',
  severity: 'medium',
  looks:
    'RENAME of a schema, type, domain, sequence, function or attribute; RENAME VALUE of an enum that stood before.',
  why: 'Queries of the running application that name it fail until the last old instance is gone; functions written as text fail for good.',
  sources: ['squawk renaming-object', 'strong_migrations: renaming a schema'],
  check({ statement, known }) {
    const rename = as(statement.node, 'RenameStmt')
    const label = as(statement.node, 'AlterEnumStmt')
    if (label?.oldVal) {
      const type = written(objectOf(label.typeName))
      return [
        {
          subject: `${type}.${label.oldVal}`,
          message: `label ${label.oldVal} of ${type} becomes ${label.newVal}: what runs now still writes ${label.oldVal}`,
          recipe: [
            `alter type ${type} add value '${label.newVal}';`,
            '-- write the new one, then bring the old rows over in batches',
          ],
        },
      ]
    }
    const word = WORDS[rename?.renameType ?? '']
    if (!rename || word === undefined || (rename.relation && !stands(known, relationOf(rename.relation)))) return []
    const names = as(rename.object, 'List')?.items ?? as(rename.object, 'ObjectWithArgs')?.objname
    const old = rename.relation ? written(relationOf(rename.relation)) : rename.subname || written(objectOf(names))
    return [
      {
        subject: `${word} ${old}`,
        message: `${word} ${old} becomes ${rename.newname}: what names it fails`,
        recipe: [`-- make ${rename.newname} beside it, bring its users over, and drop ${old} in a later deploy`],
      },
    ]
  },
}
