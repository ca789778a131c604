import { stepsOf } from '../../tree/alter.ts'
import { written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'

const SUBTYPES = [
  'AT_SetLogged',
  'AT_SetUnLogged',
  'AT_SetTableSpace',
  'AT_SetAccessMethod',
  'AT_SetExpression',
] as const
const WORDS: Readonly<Record<string, string>> = {
  AT_SetLogged: 'SET LOGGED',
  AT_SetUnLogged: 'SET UNLOGGED',
  AT_SetTableSpace: 'SET TABLESPACE',
  AT_SetAccessMethod: 'SET ACCESS METHOD',
  AT_SetExpression: 'SET EXPRESSION',
}

/** Subcommands that write the table again whatever is in it. */
export const rewriteTable: Rule = {
  id: 'rewrite-table',
  title: 'A setting of the table writes it again while it is locked',
  severity: 'medium',
  weighs: 'rows',
  looks: 'SET LOGGED, SET UNLOGGED, SET TABLESPACE, SET ACCESS METHOD, SET EXPRESSION.',
  why: 'The whole table and its indexes are copied while nobody can read or write them. An UNLOGGED table is empty after a crash, and on every replica.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until the copy is made' },
  rewrites: true,
  versions: 'SET ACCESS METHOD from 15 on, SET EXPRESSION from 17 on',
  sources: ['pgfence', 'eugene E10', 'squawk ban-alter-generated-expression'],
  check: ({ statement }) =>
    stepsOf(statement.node, ...SUBTYPES).map(({ table, subtype }) => ({
      subject: `${written(table)} ${WORDS[subtype ?? ''] ?? ''}`,
      table,
      message: `${WORDS[subtype ?? ''] ?? ''} copies ${written(table)} under ACCESS EXCLUSIVE`,
      recipe: [
        '-- make a table with the setting, let a trigger write to both, copy the rows in batches, swap their names;',
        '-- or run it at an announced time, with',
        "set local lock_timeout = '2s';",
      ],
    })),
}
