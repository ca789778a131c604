import { z } from 'zod'
import { check, told, type Told } from '../check.ts'
import { nameOf, ours } from '../words.ts'

/** Functions that can be led astray. */
export const definerSearchPath = check({
  id: 'definer-search-path',
  title: 'A SECURITY DEFINER function has no search_path of its own',
  suite: 'daily',
  sql: 'definers',
  source:
    'Supabase’s advisor 0011_function_search_path_mutable; https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY',
  why: 'It runs as its owner and looks names up where the caller says: who may make an object in any schema can have it run theirs.',
  resolve: ["alter function <function> set search_path = '';", '-- and write every name in it with its schema'],
  severity: { warn: 'medium', critical: 'high' },
  row: z.object({ schema: z.string(), name: z.string(), arguments: z.string(), for_everybody: z.boolean() }),
  judge: (rows) =>
    told(
      ours(rows).map(({ schema, name, arguments: args, for_everybody }): Told => {
        const routine = `${nameOf(schema, name)}(${args})`
        return {
          subject: routine,
          grade: for_everybody ? 'critical' : 'warn',
          value: null,
          title: `${routine} runs as its owner with the search_path of whoever calls it`,
          what: for_everybody ? 'Every role may call it.' : 'Not every role may call it.',
          mend: ['-- every name in it needs its schema then', `alter routine ${routine} set search_path = '';`],
        }
      }),
    ),
})
