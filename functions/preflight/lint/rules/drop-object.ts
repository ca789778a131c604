import { as, all } from '../../tree/node.ts'
import { objectOf, written } from '../../tree/name.ts'
import type { Node } from '../../tree/node.ts'
import { keyOf } from '../../tree/name.ts'
import type { At, Rule } from '../rule.ts'

const WORDS: Readonly<Record<string, string>> = {
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_EXTENSION: 'extension',
}

/** A view, function, type or extension that the running application may use. */
export const dropObject: Rule = {
  id: 'drop-object',
  title: 'Something that queries may use goes',
  severity: 'medium',
  looks:
    'DROP of a view, function, procedure, sequence, type, domain or extension that is not made again in the same deploy.',
  why: 'Queries of the running application that use it fail until the last old instance is gone.',
  sources: [
    'squawk ban-drop-view, ban-drop-function, ban-drop-type, ban-drop-sequence, ban-drop-extension, ban-drop-domain',
  ],
  check(at) {
    const drop = as(at.statement.node, 'DropStmt')
    const word = WORDS[drop?.removeType ?? '']
    if (!drop || word === undefined) return []
    return namesIn(drop.objects ?? []).flatMap((name) => {
      const subject = `${word} ${written(name)}`
      if (isPending(at, name) || isMadeAgain(at, name.name)) return []
      return [
        {
          subject,
          message: `${subject} goes while the running application may use it`,
          recipe: ['-- deploy the application that does without it first; drop it in a later deploy'],
        },
      ]
    })
  },
}

const namesIn = (objects: readonly Node[]) =>
  objects.map((object) =>
    objectOf(
      as(object, 'List')?.items ??
        as(object, 'TypeName')?.names ??
        as(object, 'ObjectWithArgs')?.objname ??
        all([object], 'String').map((own) => ({ String: own })),
    ),
  )

const isPending = ({ known }: At, name: Parameters<typeof keyOf>[0]) =>
  known.tables.get(keyOf(name))?.pending === true || known.enums.get(keyOf(name))?.pending === true

const isMadeAgain = ({ ahead }: At, name: string) =>
  ahead.some(({ node }) =>
    [
      as(node, 'ViewStmt')?.view?.relname,
      as(node, 'CreateTableAsStmt')?.into?.rel?.relname,
      objectOf(as(node, 'CreateFunctionStmt')?.funcname).name,
      objectOf(as(node, 'CreateEnumStmt')?.typeName).name,
      objectOf(as(node, 'CreateDomainStmt')?.domainname).name,
      as(node, 'CompositeTypeStmt')?.typevar?.relname,
      as(node, 'CreateSeqStmt')?.sequence?.relname,
      as(node, 'CreateExtensionStmt')?.extname,
      as(node, 'RenameStmt')?.newname,
    ].includes(name),
  )
