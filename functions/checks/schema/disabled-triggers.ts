import { z } from 'zod'
import { check, told, type Told } from '../check.ts'
import { bare, nameOf, ours } from '../words.ts'

/** Triggers that are switched off. */
export const disabledTriggers = check({
  id: 'disabled-triggers',
  title: 'A trigger is switched off',
  suite: 'daily',
  sql: 'triggers',
  source: 'check_postgres disabled_triggers; https://www.postgresql.org/docs/current/sql-altertable.html',
  why: 'Somebody loaded data and did not switch it on again: what it keeps up is no longer kept up. Those of a foreign key let in rows that refer to nothing.',
  resolve: [
    'alter table <table> enable trigger <name>;',
    '-- what was written meanwhile has to be looked through: the check orphan-rows',
  ],
  severity: { warn: 'high', critical: 'critical' },
  row: z.object({
    schema: z.string(),
    relation: z.string(),
    name: z.string(),
    foreign_key: z.string().nullable(),
  }),
  judge: (rows) => {
    const byKey = Map.groupBy(ours(rows), ({ schema, relation, name, foreign_key }) =>
      JSON.stringify([schema, relation, foreign_key ?? name]),
    )
    return told(
      [...byKey.values()].flatMap(([row]): Told[] => {
        if (row === undefined) return []
        const { schema, relation, name, foreign_key } = row
        const table = nameOf(schema, relation)
        const what = foreign_key === null ? `trigger ${bare(name)}` : `foreign key ${bare(foreign_key)}`
        return [
          {
            subject: `${table}.${bare(foreign_key ?? name)}`,
            grade: foreign_key === null ? 'warn' : 'critical',
            value: null,
            title: `The ${what} of ${table} is switched off`,
            what:
              foreign_key === null
                ? 'Whatever it does is not done.'
                : 'Its triggers are disabled, so that it is not kept.',
            mend: [
              foreign_key === null
                ? `alter table ${table} enable trigger ${bare(name)};`
                : `alter table ${table} enable trigger all;`,
            ],
          },
        ]
      }),
    )
  },
})
